"""Reading the text of a Vietnamese plan (kế hoạch) into a Plan: pure, and without guessing."""

from service.plan_text.read import NotAPlanError, read_plan

__all__ = ["NotAPlanError", "read_plan"]
