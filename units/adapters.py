from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.shortcuts import resolve_url

from units.actions import set_own_password

# What is told after an act of the sign-in pages; the library's other messages say what the page shows anyway.
MESSAGES = {
    "account/messages/password_changed.txt": "Đã đổi mật khẩu.",
    "mfa/messages/totp_activated.txt": "Đã bật xác thực hai bước.",
    "mfa/messages/totp_deactivated.txt": "Đã tắt xác thực hai bước.",
    "mfa/messages/recovery_codes_generated.txt": "Đã tạo bộ mã dự phòng mới; bộ cũ không dùng được nữa.",
}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the administrator: nobody signs up. A first password is changed for one's own."""

    def is_open_for_signup(self, request):
        return False

    def clean_password(self, password, user=None):
        if user is not None and user.pk and user.check_password(password):
            raise ValidationError("Mật khẩu mới phải khác mật khẩu đang dùng.")
        return super().clean_password(password, user)

    def set_password(self, user, password):
        set_own_password(user, password)

    def get_password_change_redirect_url(self, request):
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def add_message(self, request, level, message_template=None, *args, **kwargs):
        if message_template in MESSAGES:
            super().add_message(request, level, *args, **kwargs | {"message": MESSAGES[message_template]})
