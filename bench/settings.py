"""The portal as in production, plus one empty page: the floor that every other page is compared with."""

import logging

from plan57.settings import *  # noqa: F403 - a benchmark is the portal with one address more

ROOT_URLCONF = "bench.urls"


def _is_of_a_page(record):
    """A page from constants renders the same form many times, and crispy warns of each field each time."""
    return "should only be rendered once" not in record.getMessage()


logging.getLogger().addFilter(_is_of_a_page)
