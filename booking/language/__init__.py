"""Floor 2: the words for codes, and dates, times and languages as people read them.

Everything here is in the current language: the request's, or that of `flask_babel.force_locale`.
"""
