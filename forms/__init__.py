"""Google Forms: define, publish, read responses.

The googleapiclient resources come in as arguments; frozen dataclasses go out. Nothing here knows of plans.
"""
