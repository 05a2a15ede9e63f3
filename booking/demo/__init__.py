"""The demonstration council: an invented place whose past few weeks are lived through by the real actions."""
