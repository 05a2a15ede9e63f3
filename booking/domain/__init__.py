"""The rules of Kept, pure: frozen dataclasses and functions on the standard library alone.

Time, holidays and settings come in as arguments; no words for people come out, only codes and error types.
"""
