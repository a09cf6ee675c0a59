"""Google Sheets: read people's tables, keep tabs of our own beside people's columns.

The gspread client comes in as an argument; frozen dataclasses go out. Nothing here knows of plans or reports.
"""
