"""Floor 2: appointments as calendars know them: invitations out, answers and busy time in."""
