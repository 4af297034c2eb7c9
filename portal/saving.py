"""How a page that saves itself (static/js/autosave.js) is answered: in JSON, of each part by itself.

A part has a form, and after saving `errors`, `conflict` and `stands_on`, the (version, digest) that it goes on from.
"""

from django.http import JsonResponse
from django.template.loader import render_to_string

from common import clock
from portal.drafts import writer_mark
from portal.errors import told_in_the_background
from portal.words import clock_words

SOMEBODY_ELSE = "Trình duyệt này nay đăng nhập bằng tài khoản khác, nên chưa lưu."


def of_somebody_else(request):
    """Return the refusal when another person signed in since the page was opened, else None: what the first one typed
    is not saved in his name."""
    if request.POST.get("nguoi-soan") == writer_mark(request.user):
        return None
    return told_in_the_background(SOMEBODY_ELSE, status=409)


def answer_of_parts(request, parts, *, saved, panels):
    """Tell of each of `parts` that was sent its state ("saved", "wrong" or "conflict"), the version that the next
    saving builds on, and in `html` what the person is to see; 422 or 409 when one failed. `panels` is {id: HTML} of
    what the page says of the whole."""
    told = {part.form.prefix: _told(request, part) for part in parts if part.form.is_bound}
    answer = {"parts": told, "saved_at": clock_words(clock.now()) if saved else "", "panels": panels}
    return JsonResponse(answer, status=_status(told.values()))


def _told(request, part):
    state = "conflict" if part.conflict else "wrong" if part.errors else "saved"
    version, opened = part.stands_on
    html = "" if state == "saved" else render_to_string("parts/_part_told.html", {"part": part}, request)
    return {"state": state, "version": version, "opened": opened, "html": html}


def _status(told):
    states = {one["state"] for one in told}
    return 409 if "conflict" in states else 422 if "wrong" in states else 200


def status_of_parts(parts):
    """Return the status of the page that shows `parts` again: of the worst that became of one."""
    if any(part.conflict for part in parts):
        return 409
    return 422 if any(part.errors for part in parts) else 200
