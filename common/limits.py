"""How often something may be tried. Counted in the cache, which all workers share; a lost count only forgives."""

from django.core.cache import cache


def is_too_often(what, who, *, most, seconds):
    """Count one try of `what` by `who`; return whether it is more than `most` within about `seconds`."""
    key = f"limit:{what}:{who}"
    if cache.add(key, 1, seconds):
        return False
    try:
        return cache.incr(key) > most
    except ValueError:
        # It ran out between the two: a new count begins with the next try.
        return False
