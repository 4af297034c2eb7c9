"""The deadline feed: a calendar program reads by a private address what its owner owes, and nothing else.

It signs nobody in, keeps no session, and says 404 to every address that does not stand.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from common import clock
from oversight.actions.feeds import owner_of
from oversight.deadlines import deadlines
from portal.feed.events import answers_owed, calendar_of
from units.enums import Role
from units.models import Membership


@login_not_required
@require_safe
def calendar(request):
    owner = owner_of(request.GET.get("ma", ""))
    if owner is None:
        raise Http404
    on = clock.today()
    posts = Membership.objects.valid(on).filter(user=owner, role__in=[Role.HEAD, Role.WRITER])
    units = dict(posts.order_by().values_list("unit_id", "unit__name"))
    owed = [*deadlines(on, units=list(units)), *answers_owed(list(units))] if units else []
    # An address that was renewed must not be answered from anybody's store.
    headers = {"Cache-Control": "private, no-store", "Content-Disposition": 'inline; filename="lich.ics"'}
    body = calendar_of(owed, units, address=request.build_absolute_uri("/").rstrip("/"))
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)
