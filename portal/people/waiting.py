"""People who never set a password: their links went unseen, were lost or grew old; here they are given anew."""

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import render
from django.urls import reverse

from common.refusals import Refused
from portal.acts import form_page, require
from portal.people.forms import sealed_links
from portal.people.links import links_of
from units import actions, permissions
from units.first_passwords import DAYS, people_without_password
from units.models import Membership
from units.people_sheet import MOST_PEOPLE

NAME = "nguoi"
NOBODY = "Hãy đánh dấu ít nhất một người."
GONE = "Có người vừa đặt mật khẩu, hoặc tài khoản vừa bị khóa. Chưa cấp lại liên kết nào; hãy xem lại danh sách."


@form_page(back="portal:people-waiting")
def waiting(request):
    """Show who has no password yet; by POST, give those ticked a new link each, shown on the page that answers.

    `?nguoi=` shows the named alone, ticked; whoever has no room on the page stands on the next. One's own account is
    never among them.
    """
    require(permissions.can_manage_people(request.membership))
    people = people_without_password().exclude(pk=request.membership.user_id)
    if request.method != "POST":
        return _list(request, people, named=request.GET.getlist(NAME))
    ticked = set(request.POST.getlist(NAME))
    if not ticked:
        return _list(request, people, error=NOBODY, status=422)
    chosen = [user for user in people if str(user.pk) in ticked]
    if len(chosen) < len(ticked):
        raise Refused(GONE)
    links = links_of(actions.renew_first_links(chosen, by=request.membership), request)
    context = {"links": links, "days": DAYS, "sealed": sealed_links(links, user=request.user)}
    context["crumbs"] = [("Người chưa đặt mật khẩu", reverse("portal:people-waiting")), ("Liên kết mới", None)]
    return render(request, "portal/people/renewed.html", context)


def _list(request, people, *, named=(), error="", status=200):
    posts = Prefetch("memberships", Membership.objects.select_related("unit").order_by("pk"), to_attr="posts")
    people = people.prefetch_related(posts).order_by("sort_key", "pk")
    few = [user for user in people if str(user.pk) in named] if named else []
    shown = Paginator(people, MOST_PEOPLE).get_page(request.GET.get("trang"))
    context = {"people": few or shown.object_list, "few": bool(few), "name": NAME, "days": DAYS, "error": error}
    context |= {"page": shown, "left": shown.paginator.count - len(shown.object_list)}
    return render(request, "portal/people/waiting.html", context, status=status)
