"""Hold the commands: each parses its call, hands it to the rooms, and tells the person how it ended.

making    build, init, doctor        comparing    check, align, explain        deciding  waive, sign-off, baseline
fixing    fix                        terminology  terms lint, export, import, extract
looking   status, diff, verify
"""
