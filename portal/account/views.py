"""One's own account: data, posts, stand-ins. The pages about oneself need no post; the acts of a post do."""

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from common.clock import today
from portal.account.feed import feed_address
from portal.account.own_data import own_data
from portal.acts import act, form_page, require
from portal.drafts import draft_key, writer_mark
from units import actions, permissions
from units.forms import ContactsForm, StandInForm
from units.middleware import SESSION_KEY
from units.models import Membership


@require_safe
def account(request):
    posts = Membership.objects.filter(user=request.user).select_related("unit", "stands_in_for__user")
    stand_ins = Membership.objects.filter(stands_in_for__user=request.user, valid_to__gte=today())
    context = {
        "posts": posts.order_by("-valid_from", "pk"),
        "stand_ins": stand_ins.select_related("user", "unit").order_by("valid_from", "pk"),
        "may_appoint": _may_appoint(request),
        "today": today(),
        "feed_address": feed_address(request),
    }
    return render(request, "portal/account/account.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change_contacts(request):
    form = ContactsForm(request.POST or None, instance=request.user)
    if request.method != "POST":
        return render(request, "portal/account/contacts.html", {"form": form})
    if not form.is_valid():
        return render(request, "portal/account/contacts.html", {"form": form}, status=422)
    actions.change_own_contacts(request.user, **form.cleaned_data)
    messages.success(request, "Đã lưu thông tin liên hệ.")
    return redirect("portal:account")


@require_safe
def download_own_data(request):
    response = JsonResponse(own_data(request.user), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="du-lieu-cua-toi.json"'
    return response


@require_safe
def download_draft_key(request):
    """The key to the copies of typed text in one's own browser; a page asks for it and keeps it in memory."""
    given = {"key": draft_key(request.user), "writer": writer_mark(request.user)}
    return JsonResponse(given, headers={"Cache-Control": "private, no-store"})


@form_page(back="portal:account")
def choose_post(request):
    """Show the posts held today; by POST, act from another one from now on."""
    if request.method != "POST":
        return render(request, "portal/account/choose_post.html", {"posts": request.posts})
    chosen = request.POST.get("post", "")
    post = next((post for post in request.posts if str(post.pk) == chosen), None)
    if post is None:
        raise Http404
    request.session[SESSION_KEY] = post.pk
    messages.success(request, f"Đang làm việc với chức vụ {post.title}, {post.unit}.")
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if safe else reverse("portal:home"))


@form_page(back="portal:account")
def add_stand_in(request):
    """A head lets a colleague act in his place from a day to a day."""
    require(_may_appoint(request))
    form = StandInForm(request.POST or None, post=request.membership)
    context = {"form": form, "post": request.membership}
    if request.method != "POST":
        return render(request, "portal/account/stand_in.html", context)
    if not form.is_valid():
        return render(request, "portal/account/stand_in.html", context, status=422)
    stand_in = actions.appoint_stand_in(request.membership, **form.cleaned_data, by=request.membership)
    messages.success(request, f"Đã ủy quyền cho {stand_in.user} đến hết ngày {stand_in.valid_to:%d/%m/%Y}.")
    return redirect("portal:account")


@act()
def end_stand_in(request, pk):
    """End a stand-in for one of one's own posts."""
    own = Membership.objects.filter(stands_in_for__user=request.user).select_related("user", "stands_in_for")
    stand_in = get_object_or_404(own, pk=pk)
    require(permissions.can_end_stand_in(request.membership, stand_in))
    actions.end_stand_in(stand_in, by=request.membership)
    messages.success(request, f"Đã kết thúc ủy quyền cho {stand_in.user}.")
    return redirect("portal:account")


def _may_appoint(request):
    return request.membership is not None and permissions.can_appoint_stand_in(request.membership, request.membership)
