"""Units, accounts and posts in the admin: the administrator's desk, and the only place where they are set up."""

from functools import partial

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.html import format_html

from common.admin import ScopedHistoryAdmin
from common.clock import today
from common.folding import fold
from common.refusals import Refused
from units import actions, permissions
from units.forms import FirstPasswordForm, NewUserForm, PostDatesForm, PostForm, UnitForm, UserForm
from units.models import Membership, Unit, User


class UnitsAdmin(ScopedHistoryAdmin):
    """Rows whose search does not ask for marks: what is typed is folded like the search column."""

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, fold(search_term))


@admin.register(Unit)
class UnitAdmin(UnitsAdmin):
    form = UnitForm
    list_display = ["name", "code", "kind", "parent", "valid_from", "valid_to"]
    list_filter = ["kind", "sample"]
    list_select_related = ["parent"]
    search_fields = ["search_text"]
    autocomplete_fields = ["parent"]
    actions = ["close_today"]

    def may_view(self, membership, obj=None):
        return permissions.can_manage_units(membership)

    may_change = may_view
    may_add = may_view

    def save_model(self, request, unit, form, change):
        if change:
            actions.change_unit(unit, form.cleaned_data, by=request.membership)
        else:
            unit.pk = actions.create_unit(form.cleaned_data, by=request.membership).pk

    @admin.action(description="Kết thúc hoạt động từ ngày mai", permissions=["change"])
    def close_today(self, request, units):
        for unit in units:
            close = partial(actions.close_unit, unit, on=today(), by=request.membership)
            _tell(request, unit, close, done=f"{unit} kết thúc hoạt động từ ngày mai.")


class _SaidInWords(admin.EmptyFieldListFilter):
    """The filter by an empty column, with the words of what it means that nothing stands there."""

    title = empty = filled = ""

    def __init__(self, *args, **kwargs):
        title = self.title
        super().__init__(*args, **kwargs)
        self.title = title

    def choices(self, changelist):
        words = {"1": self.empty, "0": self.filled}
        for key, choice in zip([None, "1", "0"], super().choices(changelist), strict=True):
            yield choice | {"display": words.get(key, choice["display"])}


class LockedFilter(_SaidInWords):
    title, empty, filled = "tài khoản", "Đang dùng", "Đã khóa"


class EndFilter(_SaidInWords):
    title, empty, filled = "ngày kết thúc", "Chưa có", "Đã có"


@admin.register(User)
class UserAdmin(UnitsAdmin):
    form = UserForm
    list_display = ["full_name", "username", "email", "work_phone", "disabled_at", "password_told"]
    list_filter = [("disabled_at", LockedFilter), "must_change_password"]
    search_fields = ["search_text"]
    actions = ["disable", "enable", "remove_second_factor"]
    change_form_template = "admin/units/user/change_form.html"

    @admin.display(description="mật khẩu", ordering="must_change_password")
    def password_told(self, user):
        if not user.has_usable_password():
            return "chờ đặt lần đầu"
        return "phải đổi khi đăng nhập" if user.must_change_password else None

    def may_view(self, membership, obj=None):
        return permissions.can_manage_people(membership)

    may_add = may_view

    def may_change(self, membership, obj=None):
        if obj is None:
            return permissions.can_manage_people(membership)
        return permissions.can_manage_person(membership, obj)

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(request, obj, change, **kwargs | ({} if obj else {"form": NewUserForm}))

    def save_model(self, request, user, form, change):
        if change:
            actions.change_user(user, form.cleaned_data, by=request.membership)
        else:
            user.pk = actions.create_user(**form.cleaned_data, by=request.membership).pk

    def get_urls(self):
        give = self.admin_site.admin_view(self.give_password)
        return [path("<int:pk>/mat-khau/", give, name="units_user_password"), *super().get_urls()]

    def give_password(self, request, pk):
        """A page with one field: the new first password of somebody who forgot his."""
        user = get_object_or_404(self.get_queryset(request), pk=pk)
        if not permissions.can_manage_person(request.membership, user):
            raise PermissionDenied
        form = FirstPasswordForm(request.POST or None, user=user)
        if request.method == "POST" and form.is_valid():
            actions.set_password_for(user, form.cleaned_data["password"], by=request.membership)
            self.log_change(request, user, "Cấp mật khẩu lần đầu mới.")
            messages.success(request, f"Đã cấp mật khẩu mới cho {user}.")
            return redirect(reverse("admin:units_user_change", args=[user.pk]))
        context = {**self.admin_site.each_context(request), "title": f"Cấp mật khẩu: {user}"}
        context |= {"form": form, "opts": self.opts, "person": user}
        return render(
            request, "admin/units/user/password.html", context, status=422 if request.method == "POST" else 200
        )

    @admin.action(description="Khóa tài khoản", permissions=["change"])
    def disable(self, request, users):
        """Ask first: whoever is locked out is out at once."""
        if "confirmed" in request.POST:
            return self._for_each(request, users, actions.disable_user, done="Đã khóa tài khoản {}.")
        context = {**self.admin_site.each_context(request), "title": "Khóa tài khoản", "opts": self.opts}
        return render(request, "admin/units/user/disable.html", context | {"people": users})

    @admin.action(description="Mở lại tài khoản", permissions=["change"])
    def enable(self, request, users):
        self._for_each(request, users, actions.enable_user, done="Đã mở lại tài khoản {}.")

    @admin.action(description="Gỡ xác thực hai bước (mất điện thoại)", permissions=["change"])
    def remove_second_factor(self, request, users):
        done = "Đã gỡ xác thực hai bước của {}."
        self._for_each(request, users, actions.remove_second_factor, done=done)

    def response_add(self, request, user, post_url_continue=None):
        """An account without a post opens nothing: lead on to giving one."""
        if "_popup" not in request.POST:
            address = f"{reverse('admin:units_membership_add')}?user={user.pk}"
            messages.info(request, format_html('Tiếp theo: <a href="{}">gắn chức vụ cho {}</a>.', address, user))
        return super().response_add(request, user, post_url_continue)

    def _for_each(self, request, users, act, *, done):
        for user in users:
            if not permissions.can_manage_person(request.membership, user):
                messages.error(request, f"{user}: không tự làm việc này với tài khoản của mình.")
                continue
            _tell(request, user, partial(act, user, by=request.membership), done=done.format(user))


@admin.register(Membership)
class MembershipAdmin(UnitsAdmin):
    list_display = ["user", "title", "unit", "role", "stands_in_for", "valid_from", "valid_to"]
    list_filter = ["role", ("valid_to", EndFilter)]
    list_select_related = ["user", "unit", "stands_in_for__unit"]
    search_fields = ["user__search_text", "unit__search_text"]
    autocomplete_fields = ["user", "unit"]
    actions = ["end_today"]

    def may_view(self, membership, obj=None):
        return permissions.can_manage_people(membership)

    may_add = may_view

    def may_change(self, membership, obj=None):
        if obj is None:
            return permissions.can_manage_people(membership)
        return permissions.can_manage_post(membership, obj)

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(request, obj, change, **kwargs | {"form": PostDatesForm if obj else PostForm})

    def save_model(self, request, post, form, change):
        if change:
            actions.change_post(post, form.cleaned_data, by=request.membership)
            return
        values = form.cleaned_data
        if not permissions.can_manage_person(request.membership, values["user"]):
            raise PermissionDenied("Người quản trị không tự thêm chức vụ cho mình: cần một người quản trị khác làm.")
        post.pk = self._appoint(values, by=request.membership).pk

    def _appoint(self, values, *, by):
        head = values.pop("stands_in_for")
        if head is None:
            return actions.appoint(**values, by=by)
        days = {"valid_from": values["valid_from"], "valid_to": values["valid_to"]}
        if days["valid_to"] is None:
            raise Refused("Ủy quyền phải có ngày kết thúc: hãy ghi “đến ngày”.")
        return actions.appoint_stand_in(head, user=values["user"], **days, by=by)

    @admin.action(description="Kết thúc chức vụ sau hôm nay", permissions=["change"])
    def end_today(self, request, posts):
        for post in posts.select_related("user", "unit"):
            if not permissions.can_manage_post(request.membership, post):
                messages.error(request, f"{post}: không tự kết thúc chức vụ của mình.")
                continue
            end = partial(actions.end_post, post, by=request.membership)
            _tell(request, post, end, done=f"Đã kết thúc chức vụ {post} của {post.user}: hôm nay là ngày cuối.")


def _tell(request, thing, act, *, done):
    """Do `act` and say how it went, so that one refusal in a list does not stop the rest."""
    try:
        act()
    except Refused as refused:
        messages.error(request, " ".join([f"{thing}: {refused.sentence}", *refused.details]))
    else:
        messages.success(request, done)
