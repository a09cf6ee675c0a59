"""Checking every responsibility against what was submitted: pure, so the same inputs give the same answer."""

from service.domain.checks.run import CheckResult, check

__all__ = ["CheckResult", "check"]
