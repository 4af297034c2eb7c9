"""Addresses of pages that a number names: a list holds hundreds of one page, which is looked up once."""

from functools import cache

from django.urls import reverse

_NUMBER = 987_654_321


def address_of(page, number):
    """Return `reverse(page, args=[number])` for a page whose address holds one number and nothing else that varies."""
    before, after = _around_number(page)
    return f"{before}{number}{after}"


@cache
def _around_number(page):
    before, _, after = reverse(page, args=[_NUMBER]).partition(str(_NUMBER))
    return before, after
