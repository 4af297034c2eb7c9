"""Who may remove content in an emergency: the head of a plan's standing office, within that plan (DOMAIN §8).

He need not be able to read what he removes: a draft stays the unit's own to the last.
"""

from django.db.models import Q

from progress.models import Evidence
from progress.permissions.evidence import readable_evidence
from tasks.models import Participation, places_of


def can_remove_somewhere(membership):
    return bool(_plans(membership))


def can_ask_for_removal(membership):
    """Look up what shall be removed: an administrator keeps accounts and is told no before anything is looked up."""
    return membership is not None and not membership.is_administrator


def can_remove_text(membership, plan_id):
    """Text of a report or an entry of the log of that plan."""
    return plan_id in _plans(membership)


def can_remove_evidence(membership, evidence):
    """Evidence of a unit that takes or took part in the plan (1 query)."""
    plans = _plans(membership)
    return bool(plans) and Participation.objects.filter(plan__in=plans, unit_id=evidence.unit_id).exists()


def removable_evidence(membership):
    """Return the evidence of whose removal the post may be told yes or no: what it reads, and what it may remove."""
    within = Participation.objects.filter(plan__in=_plans(membership)).order_by().values("unit_id")
    seen = readable_evidence(membership).order_by().values("pk")
    return Evidence.objects.filter(Q(unit_id__in=within) | Q(pk__in=seen))


def _plans(membership):
    if membership is None or not membership.is_head:
        return []
    return [place.plan_id for place in places_of(membership) if place.is_office]
