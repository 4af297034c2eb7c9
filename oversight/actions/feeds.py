"""The private address of a person's deadline feed: made when first asked for, renewed by its owner, read by anybody who
holds it."""

from django.core.signing import BadSignature, Signer

from common import clock
from oversight.models import CalendarFeed
from oversight.models.calendar_feed import new_key

MOST_DIGITS = 18


def renew_feed(user):
    """Give `user` a new address; whoever holds an older one reads nothing by it any more."""
    values = {"key": new_key(), "made_at": clock.now()}
    feed, _ = CalendarFeed.objects.update_or_create(user=user, defaults=values)
    return feed


def feed_of(user):
    """Return the feed of `user`, or None while he has none."""
    return CalendarFeed.objects.filter(user=user).first()


def token_of(feed):
    """Return the secret part of the feed's address."""
    return _signer(feed).sign(str(feed.user_id))


def owner_of(token):
    """Return the person whose address this is, or None: unknown, renewed, or the account is closed or not yet opened by
    a password of his own (1 query)."""
    number = token.partition(":")[0]
    if not (number.isascii() and number.isdecimal() and len(number) <= MOST_DIGITS):
        return None
    feed = CalendarFeed.objects.select_related("user").filter(user_id=int(number)).first()
    if feed is None or not feed.user.is_active or feed.user.must_change_password:
        return None
    try:
        _signer(feed).unsign(token)
    except BadSignature:
        return None
    return feed.user


def _signer(feed):
    return Signer(salt=f"oversight.feeds {feed.key}")
