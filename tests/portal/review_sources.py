"""Reviews that cite the report of a unit."""

from progress.actions.reports import confirm_report, submit_report
from reviews.enums import SourceKind
from reviews.models import PassageSource
from tests.factories import make_passage, make_section


def accepted(world):
    """Return the accepted submission of the world's report."""
    submit_report(world.fresh(), by=world.head)
    confirm_report(world.fresh(), by=world.judge)
    return world.fresh().submissions.get()


def cited(review, submission):
    """Add a section with a passage made from a line of `submission`; return the passage."""
    passage = make_passage(make_section(review))
    line = submission.lines.get()
    PassageSource.objects.create(passage=passage, kind=SourceKind.RESULT, submission=submission, line=line)
    return passage
