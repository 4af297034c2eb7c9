"""The copy of typed text that a browser keeps until the server has it (static/js/drafts.js): whose it is, and the key
that opens it. The key is never stored: not in the browser, where the next person would find it, and not here, where it
is worked out again from SECRET_KEY."""

import base64

from django.utils.crypto import salted_hmac


def draft_key(user):
    """Return the 64 bytes, in base64, that seal and name the copies of `user` and of nobody else."""
    return base64.b64encode(_of(user, "portal.drafts.key")).decode()


def writer_mark(user):
    """Return the word by which a page knows whether the person signed in is still the one it was opened by."""
    return _of(user, "portal.drafts.mark").hex()[:24]


def _of(user, purpose):
    return salted_hmac(purpose, str(user.pk), algorithm="sha512").digest()
