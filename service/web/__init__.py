"""The pages: each module parses a request, asks for values and shows them; nothing is written here."""
