"""Fixtures for tests that call the stand-in: over plain HTTP, or as people at a draft."""

from draft_desk import desk, draft, her, template
from standin_caller import caller_for, google

__all__ = ["caller_for", "desk", "draft", "google", "her", "template"]
