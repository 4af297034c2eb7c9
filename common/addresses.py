"""Addresses of pages that a number names: a list holds hundreds of one page, which is looked up once. And the number
of a row, read out of an address."""

from functools import cache

from django.urls import reverse

_NUMBER = 987_654_321
# The number of a row has no more digits.
_MOST_DIGITS = 18


def number_in(text):
    """Return the number of a row that `text` from an address or a form says in plain digits, or None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None


def address_of(page, number):
    """Return `reverse(page, args=[number])` for a page whose address holds one number and nothing else that varies."""
    before, after = _around_number(page)
    return f"{before}{number}{after}"


@cache
def _around_number(page):
    before, _, after = reverse(page, args=[_NUMBER]).partition(str(_NUMBER))
    return before, after
