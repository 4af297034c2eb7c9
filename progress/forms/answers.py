"""How a form answers when the act behind it refuses: beside what was typed, so that nothing is lost."""

import contextlib

from common.refusals import Refused


@contextlib.contextmanager
def telling_refusal(form, field=None):
    """Put a refusal raised inside into the form; the list given is then not empty."""
    told = []
    try:
        yield told
    except Refused as refused:
        told.append(refused)
        tell_refusal(form, refused, field)


def tell_refusal(form, refused, field=None):
    """Put a refusal into the form it answers, beside its field or above them all."""
    form.refused = refused
    form.add_error(field if field in form.fields else None, [refused.sentence, *refused.details])


def status_of(form):
    """Return the status of the page that shows the form: 200 new, 409 refused by the act, 422 badly filled in."""
    if getattr(form, "refused", None):
        return 409
    return 422 if form.is_bound else 200
