"""The sample school: invented people, their year of work, and how they hand it in."""
