"""Notes of those who judge a report, for one another."""

import uuid

from django.db import transaction

from common import clock
from common.refusals import Refused
from progress.actions.report_writing import clean_text
from progress.actions.submissions import latest_standing
from progress.models import ReceiverNote, Report


class NoteRefused(Refused):
    """The note says nothing, or its form was already used for something else."""


@transaction.atomic
def add_receiver_note(report, text, *, by, token=None):
    """Write one note about `report` and the submission that lies there now; return it. The same `token` twice makes
    one note. Nobody is told: whoever judges the report finds it on its page."""
    text, token = clean_text(text), token or uuid.uuid4()
    if not text:
        raise NoteRefused("Hãy ghi nội dung ghi chú.")
    # Two notes about one report take turns: a second click finds the first one's note.
    Report.objects.select_for_update(no_key=True).get(pk=report.pk)
    if made := ReceiverNote.objects.filter(token=token).first():
        if made.report_id != report.pk or made.by_id != by.user_id:
            raise NoteRefused("Biểu mẫu này đã dùng rồi. Hãy tải lại trang rồi ghi lại.")
        return made
    return ReceiverNote.objects.create(
        report=report,
        submission=latest_standing(report),
        text=text,
        at=clock.now(),
        by=by.user,
        on_behalf_of=by.on_behalf_of,
        for_unit=by.unit,
        token=token,
    )
