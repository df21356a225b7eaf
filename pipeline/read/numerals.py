"""Write the number of a list item as its list shows it."""

from __future__ import annotations

ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


def numeral(number: int, style: str) -> str:
    """Return the numeral in one of pandoc's list styles.

    >>> numeral(4, "LowerRoman"), numeral(28, "UpperAlpha"), numeral(7, "Decimal")
    ('iv', 'AB', '7')
    """
    if style.endswith("Roman") and 0 < number < 4000:
        text = ""
        for value, sign in ROMAN:
            text += sign * (number // value)
            number %= value
    elif style.endswith("Alpha") and number > 0:
        text = ""
        while number > 0:
            number, rest = divmod(number - 1, 26)
            text = chr(ord("a") + rest) + text
    else:
        return str(number)
    return text.upper() if style.startswith("Upper") else text
