"""The notes among the receivers as the report's page shows them: to the receivers alone."""

from progress.forms.notes import ReceiverNoteForm
from progress.models import ReceiverNote
from progress.permissions.reports import can_note


def notes_for(membership, report, form=None):
    """Return what the page shows of the notes: nothing at all to whoever may not read them (1 query)."""
    if not can_note(membership, report):
        return {"may_note": False}
    return {
        "may_note": True,
        "receiver_notes": list(ReceiverNote.objects.of(report)),
        "note_form": form or ReceiverNoteForm(),
    }
