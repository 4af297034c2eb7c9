"""Home, "Việc của tôi": what a person owes, what waits for him, what changed, counted over all his posts."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.shortcuts import render

from common.clock import today
from common.versions import data_version
from figures.duties import Tally, TwoByTwo
from figures.reports import ReportFigures, report_figures
from figures.scope import Scope
from portal.acts import page
from portal.home.rows import Posts, desk_of
from tasks.models import Plan, places_of, units_below
from units.models import Membership, Notice, Unit, User

NOTICES = 6
ACCOUNTS = 20


@dataclass(frozen=True)
class Headline:
    plan: Plan
    duties: TwoByTwo
    reports: ReportFigures


@page
def home(request):
    posts = Posts(request)
    context = {
        "today": today(),
        "desk": desk_of(posts),
        "works": bool(posts.units),
        "several_posts": len(request.posts) > 1,
        "notices": Notice.objects.visible_to(request.user)[:NOTICES],
        "headline": _headline(request.membership),
        "accounts": _accounts() if request.membership.is_administrator else None,
    }
    return render(request, "portal/home/home.html", context)


def _headline(membership):
    """The figures for a post that watches rather than works: a reader's, the committee's, an observer's."""
    if membership.is_administrator:
        return None
    place = next(iter(places_of(membership)), None)
    if place is None or not (place.is_committee or place.is_observer or not membership.works):
        return None
    plan, on, version = place.plan, today(), data_version()
    units = None if place.sees_all else units_below(place)
    opened = list(plan.periods.regular().filter(opened_at__isnull=False))
    scope = Scope(plan, on, units, opened=opened, version=version)
    return Headline(plan, Tally(scope).total(), report_figures(scope))


@dataclass(frozen=True)
class Accounts:
    """What an administrator looks after: people who can sign in but hold no post, and units set up as samples."""

    without_post: Any
    first_password: int
    sample_units: int


def _accounts():
    users = User.objects.filter(disabled_at=None)
    held = Membership.objects.filter(user=OuterRef("pk")).valid(today())
    return Accounts(
        without_post=users.filter(~Exists(held))[:ACCOUNTS],
        first_password=users.filter(must_change_password=True).count(),
        sample_units=Unit.objects.filter(sample=True).count(),
    )
