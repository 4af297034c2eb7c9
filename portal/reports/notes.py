"""The notes among the receivers as the report's page shows them: to the receivers alone."""

from progress.forms.notes import ReceiverNoteForm
from progress.models import ReceiverNote
from progress.permissions.reports import can_note


def notes_for(membership, report, form=None):
    """Return what the page shows of the notes: nothing at all to whoever may not read them (1 query, 1 more when there
    are any)."""
    if not can_note(membership, report):
        return {"may_note": False}
    return {
        "may_note": True,
        "receiver_notes": _read(ReceiverNote.objects.filter(report=report)),
        "note_form": form or ReceiverNoteForm(),
    }


def _read(notes):
    """Mostly there are none, and the database need not think about all that is shown of a note."""
    return list(notes.for_list()) if notes.exists() else []
