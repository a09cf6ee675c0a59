"""Fixtures for tests that call the stand-in over plain HTTP."""

from standin_caller import caller_for, google

__all__ = ["caller_for", "google"]
