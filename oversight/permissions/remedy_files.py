"""Who may download the proof of a remedy: whoever sees the finding. Imported once, when the portal starts."""

from django.db.models import Exists, OuterRef

from oversight.models import Finding, FindingEvent
from progress.permissions.evidence import register_readers


def _of_remedies(membership):
    seen = Finding.objects.visible_to(membership).order_by().values("pk")
    proof = FindingEvent.evidence.through.objects.filter(evidence_id=OuterRef("pk"))
    return Exists(proof.filter(findingevent__finding_id__in=seen))


register_readers(_of_remedies)
