"""Write what was found, one file a format: `render(collation, verification)` returns the text.

Writers decide nothing: what is an issue, what is open and what state a work is in is settled before they run.
"""
