"""Accounts: made by the administrator, disabled rather than deleted; the first password must be changed."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from common import clock
from common.refusals import Refused
from units.first_passwords import is_first_password_token
from units.models import User


class AccountRefused(Refused):
    pass


@transaction.atomic
def create_user(*, username, full_name, password, email="", work_phone="", must_change_password=True, by=None):
    """Create an account with a first password. `by` is the administrator's post; None: from the server itself."""
    user = User(
        username=username,
        full_name=full_name,
        email=email,
        work_phone=work_phone,
        must_change_password=must_change_password,
    )
    user.set_password(password)
    user.save()
    return user


@transaction.atomic
def change_user(user, values, *, by):
    """Write name, user name, work e-mail and phone where they differ; return the names of changed fields."""
    kept = _locked(user)
    changed = [name for name, value in values.items() if getattr(kept, name) != value]
    for name in changed:
        setattr(kept, name, values[name])
    if changed:
        kept.save(update_fields=[*changed, "search_text", "sort_key"])
    return changed


def change_own_contacts(user, *, email, work_phone):
    """A person corrects his own work e-mail and phone."""
    return change_user(user, {"email": email, "work_phone": work_phone}, by=user)


@transaction.atomic
def disable_user(user, *, by):
    """Close an account: whoever is signed in with it is signed out at the next page."""
    kept = _locked(user)
    if kept.disabled_at:
        raise AccountRefused(f"Tài khoản {kept.username} đã bị khóa từ trước.")
    kept.disabled_at = clock.now()
    kept.save(update_fields=["disabled_at"])
    return kept


@transaction.atomic
def enable_user(user, *, by):
    """Open a disabled account again."""
    kept = _locked(user)
    if not kept.disabled_at:
        raise AccountRefused(f"Tài khoản {kept.username} đang dùng được, không cần mở.")
    kept.disabled_at = None
    kept.save(update_fields=["disabled_at"])
    return kept


@transaction.atomic
def set_password_for(user, password, *, by=None):
    """Give a new first password: it must be changed at the next sign-in, and open sessions end."""
    kept = _locked(user)
    kept.set_password(password)
    kept.must_change_password = True
    kept.save(update_fields=["password", "must_change_password"])
    return kept


@transaction.atomic
def set_own_password(user, password):
    """A person's own new password, which settles the duty to change the first one."""
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    return user


@transaction.atomic
def set_password_by_link(user, password, *, token):
    """A new person's first password, his own at once. Of two who use one link at once, the second is refused."""
    kept = _locked(user)
    if not is_first_password_token(kept, token):
        raise AccountRefused("Liên kết này vừa được dùng. Hãy đăng nhập bằng mật khẩu đã đặt.")
    return set_own_password(kept, password)


@transaction.atomic
def renew_first_links(people, *, by):
    """Make every earlier first-password link of `people` void; return the accounts, whose new links can be made.

    All or nothing. Refused for one's own account, a closed one, and one that has a password.
    """
    kept = list(User.objects.select_for_update().filter(pk__in=[user.pk for user in people]).order_by("pk"))
    for user in kept:
        if user.pk == by.user_id:
            raise AccountRefused("Không tự cấp lại liên kết cho mình: cần một người quản trị khác làm.")
        if user.disabled_at:
            raise AccountRefused(f"Tài khoản {user.username} đang bị khóa. Hãy mở lại tài khoản trước.")
        if user.has_usable_password():
            raise AccountRefused(f"{user} vừa đặt mật khẩu rồi, không cần liên kết nữa. Chưa cấp lại liên kết nào.")
        # A link is signed with the password as it is kept: another unusable one is enough to void it.
        user.set_unusable_password()
        user._change_reason = "Cấp lại liên kết đặt mật khẩu"
        user.save(update_fields=["password"])
    return kept


@transaction.atomic
def remove_second_factor(user, *, by):
    """Take the second factor off, for a person who lost both the phone and the recovery codes."""
    removed, _ = Authenticator.objects.filter(user=user).delete()
    if not removed:
        raise AccountRefused(f"Tài khoản {user.username} chưa bật xác thực hai bước.")


def _locked(user):
    return User.objects.select_for_update().get(pk=user.pk)
