"""A local Google: Sheets v4, Forms v1, Docs v1, Drive v3 and OAuth tokens on one loopback port.

It imports nothing of the service's: to the rest it is Google. It is written from Google's discovery
documents and recorded traffic, never from what the service happens to send.
"""
