"""Drafts in Google Docs: blocks are read, compared, written and offered, under the revision that was read."""
