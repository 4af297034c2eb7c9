"""Forms of units, accounts and posts: cleaned and checked here, the same in the portal and in the admin."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.validators import RegexValidator

from common.clock import today
from common.forms import DayField
from units.enums import Role, UnitKind
from units.models import Membership, Unit, User

phone_number = RegexValidator(r"^[0-9+(). -]{6,30}$", "Số điện thoại gồm chữ số, dấu cách, dấu chấm hoặc dấu +.")
user_name = RegexValidator(
    r"^[a-z0-9][a-z0-9._-]{1,59}$",
    "Tên đăng nhập gồm chữ thường không dấu, chữ số, dấu chấm, gạch nối; ít nhất 2 ký tự.",
)
NO_ADDRESS = {"invalid": "Hãy ghi đúng địa chỉ thư điện tử, ví dụ vanthu@coquan.gov.vn."}


def told_by_the_page():
    """Return the helper of a whole form. What is wrong the page says: a browser speaks its own language."""
    helper = FormHelper()
    helper.attrs = {"novalidate": True}
    return helper


class UnitForm(forms.ModelForm):
    class Meta:
        model = Unit
        fields = [
            "code",
            "name",
            "short_name",
            "kind",
            "parent",
            "order",
            "official_code",
            "document_symbol",
            "issuing_name",
            "superior_name",
            "place_name",
            "sample",
            "valid_from",
            "valid_to",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            self.fields["kind"].choices = [("", "Chọn loại đơn vị"), *UnitKind.choices]


class UserForm(forms.ModelForm):
    """An account as the administrator changes it."""

    class Meta:
        model = User
        fields = ["username", "full_name", "email", "work_phone"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # An administrator who only may look gets a form without fields.
        for name, validator in (("username", user_name), ("work_phone", phone_number)):
            if name in self.fields:
                self.fields[name].validators.append(validator)


class NewPasswordMixin(forms.Form):
    password = forms.CharField(
        label="Mật khẩu lần đầu",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Người dùng phải đổi khi đăng nhập lần tới. " + " ".join(password_validators_help_texts()),
    )

    def _post_clean(self):
        super()._post_clean()
        password = self.cleaned_data.get("password")
        if password:
            try:
                validate_password(password, getattr(self, "instance", None))
            except forms.ValidationError as refused:
                self.add_error("password", refused)


class NewUserForm(NewPasswordMixin, UserForm):
    """A new account with its first password."""


class FirstPasswordForm(NewPasswordMixin):
    """A new first password for somebody who forgot his."""

    def __init__(self, *args, user, **kwargs):
        self.instance = user
        super().__init__(*args, **kwargs)


class OwnPasswordForm(forms.Form):
    """A new person's own first password, typed twice."""

    password = forms.CharField(
        label="Mật khẩu mới",
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=" ".join(password_validators_help_texts()),
    )
    again = forms.CharField(
        label="Ghi lại mật khẩu mới",
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)
        self.helper = told_by_the_page()
        self.helper.layout = Layout("password", "again")
        self.helper.add_input(Submit("submit", "Đặt mật khẩu"))

    def clean_password(self):
        validate_password(self.cleaned_data["password"], self.user)
        return self.cleaned_data["password"]

    def clean(self):
        values = super().clean()
        if values.get("password") and values.get("again") and values["password"] != values["again"]:
            self.add_error("again", "Hai lần ghi mật khẩu chưa giống nhau.")
        return values


class PostForm(forms.ModelForm):
    """A new post; with `stands_in_for` filled in, a dated stand-in for that head."""

    class Meta:
        model = Membership
        fields = ["user", "unit", "role", "title", "stands_in_for", "valid_from", "valid_to"]
        help_texts = {
            "stands_in_for": "Chỉ chọn khi ủy quyền: vai trò, đơn vị lấy theo người ủy quyền, phải có ngày kết thúc.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "user" in self.fields:
            self.fields["user"].queryset = User.objects.filter(disabled_at=None)
        if "stands_in_for" in self.fields:
            heads = Membership.objects.valid(today()).filter(role=Role.HEAD, stands_in_for=None)
            self.fields["stands_in_for"].queryset = heads.select_related("unit", "user")
            self.fields["stands_in_for"].label_from_instance = person_and_post
            self.fields["stands_in_for"].empty_label = "Không ủy quyền"
        if "role" in self.fields:
            self.fields["role"].choices = [("", "Chọn vai trò"), *Role.choices]
        if "valid_from" in self.fields and not self.instance.pk:
            self.fields["valid_from"].initial = today


class PostDatesForm(forms.ModelForm):
    """What may still be corrected in a post that stands: its title and its dates."""

    class Meta:
        model = Membership
        fields = ["title", "valid_from", "valid_to"]


class StandInForm(forms.Form):
    """A head names who acts in his place, from a day to a day."""

    user = forms.ModelChoiceField(label="Người được ủy quyền", queryset=User.objects.none(), empty_label="Chọn người")
    valid_from = DayField(label="Từ ngày")
    valid_to = DayField(label="Đến hết ngày")

    def __init__(self, *args, post, **kwargs):
        super().__init__(*args, **kwargs)
        colleagues = Membership.objects.valid(today()).filter(unit_id=post.unit_id).exclude(user_id=post.user_id)
        self.fields["user"].queryset = User.objects.filter(pk__in=colleagues.order_by().values("user_id"))
        self.fields["valid_from"].initial = today
        self.helper = told_by_the_page()
        self.helper.layout = Layout("user", "valid_from", "valid_to")
        self.helper.add_input(Submit("submit", "Ủy quyền"))

    def clean(self):
        values = super().clean()
        first, last = values.get("valid_from"), values.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", "Ngày kết thúc phải từ ngày bắt đầu trở đi.")
        if last and last < today():
            self.add_error("valid_to", "Ngày này đã qua: hãy chọn từ hôm nay trở đi.")
        return values


class ContactsForm(forms.ModelForm):
    """One's own work e-mail and phone."""

    class Meta:
        model = User
        fields = ["email", "work_phone"]
        error_messages = {"email": NO_ADDRESS}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["work_phone"].validators.append(phone_number)
        self.helper = told_by_the_page()
        self.helper.layout = Layout("email", "work_phone")
        self.helper.add_input(Submit("submit", "Lưu"))


def person_and_post(post):
    """A post in one line: "Nguyễn Văn A – Trưởng ban, Ban Tuyên giáo"."""
    return f"{post.user} – {post.title}, {post.unit}"
