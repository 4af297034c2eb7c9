"""Links by which a new person sets his own first password: signed, for some days, for one use.

Nothing of a link is stored. It is signed together with the account's password as it is kept (no password can be signed
in with yet), so that it is spent as soon as a password is set, in whatever way, or a new link is given in its place.
"""

import datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.signing import BadSignature, TimestampSigner

from units.models import User

DAYS = 7
MOST_DIGITS = 18
LIFE = datetime.timedelta(days=DAYS)


def first_password_token(user):
    """Return the secret part of the link for `user`, who has no password yet."""
    return _signer(user).sign(str(user.pk))


def people_without_password():
    """Return the open accounts that never had a password: whoever waits for a link, or has one in hand."""
    return User.objects.filter(disabled_at=None, password__startswith=UNUSABLE_PASSWORD_PREFIX)


def person_of_token(token):
    """Return the account whose link this is; None when the link is unknown, used or too old, or the account closed."""
    return next((user for user, _ in people_of_tokens([token])), None)


def people_of_tokens(tokens):
    """Return (account, token) for each of `tokens` that still stands (1 query)."""
    numbers = {token: _number_in(token) for token in tokens}
    users = User.objects.in_bulk([number for number in numbers.values() if number])
    found = [(users.get(number), token) for token, number in numbers.items()]
    return [(user, token) for user, token in found if is_first_password_token(user, token)]


def is_first_password_token(user, token):
    """Whether the link is this account's, which is open and has no password yet."""
    if user is None or not user.is_active or user.has_usable_password():
        return False
    try:
        return _signer(user).unsign(token, max_age=LIFE) == str(user.pk)
    except BadSignature:
        return False


def _number_in(token):
    number = token.partition(":")[0]
    return int(number) if number.isascii() and number.isdecimal() and len(number) <= MOST_DIGITS else 0


def _signer(user):
    return TimestampSigner(salt=f"units.first_passwords {user.password}")
