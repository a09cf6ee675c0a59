"""Rows by what they are about: the page, the looks of the elements, their words."""
