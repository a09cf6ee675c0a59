"""Đúng Hạn: from a plan to its reports."""
