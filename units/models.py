from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords
from tree_queries.query import TreeQuerySet

from common.addresses import address_of
from common.folding import fold, person_sort_key, sort_key
from units.enums import Role, UnitKind


class UserManager(BaseUserManager):
    def get_by_natural_key(self, username):
        return self.get(username=username)


class User(AbstractBaseUser):
    """A person who signs in. One account a person, never shared; disabled, never deleted (DOMAIN §8).

    There is no superuser: what a person may do follows from the post he acts from, in the admin as well.
    """

    username = models.CharField(
        "tên đăng nhập",
        max_length=60,
        unique=True,
        error_messages={"unique": "Tên đăng nhập này đã có người dùng."},
    )
    full_name = models.CharField("họ và tên", max_length=120)
    email = models.EmailField("thư điện tử công vụ", blank=True)
    work_phone = models.CharField("điện thoại công vụ", max_length=30, blank=True)
    must_change_password = models.BooleanField("phải đổi mật khẩu lần đăng nhập tới", default=False)
    disabled_at = models.DateTimeField("khóa lúc", null=True, blank=True)
    created_at = models.DateTimeField("tạo lúc", auto_now_add=True)
    search_text = models.TextField(editable=False, default="")
    sort_key = models.TextField(editable=False, default="", db_index=True)
    history = HistoricalRecords(
        excluded_fields=["password", "last_login", "search_text", "sort_key"], verbose_name="lịch sử tài khoản"
    )

    # What tells its name: all that a list reads of it.
    NAME = ("full_name", "username")
    objects = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = "tài khoản"
        verbose_name_plural = "tài khoản"
        ordering = ["sort_key"]

    def __str__(self):
        return self.full_name or self.username

    def save(self, *args, **kwargs):
        self.search_text = fold(f"{self.full_name} {self.username}")
        self.sort_key = person_sort_key(self.full_name)
        super().save(*args, **kwargs)

    @property
    def is_active(self):
        return self.disabled_at is None

    def get_full_name(self):
        return self.full_name

    def get_short_name(self):
        return self.full_name.split()[-1] if self.full_name.split() else self.username

    # Django's own permission tables are not used: rooms ask their `can_…()` (DESIGN §5).
    def has_perm(self, perm, obj=None):
        return False

    def has_perms(self, perm_list, obj=None):
        return False

    def has_module_perms(self, app_label):
        return False


class UnitQuerySet(TreeQuerySet):
    def valid(self, on):
        """Units that exist on the day `on`."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on))

    def matching(self, text):
        """Units whose name, short name or code contains `text`, marks and case apart ("dak o" finds "Đak Ơ")."""
        return self.filter(search_text__contains=fold(text))


class Unit(models.Model):
    """An organisation that takes part in plans. Neither its name nor its official code is its identity:
    a merged commune keeps an old name and code for a new area (DOMAIN §6)."""

    code = models.SlugField("mã", max_length=60, unique=True)
    name = models.CharField("tên đơn vị", max_length=200)
    short_name = models.CharField("tên ngắn", max_length=100, blank=True)
    kind = models.CharField("loại đơn vị", max_length=30, choices=UnitKind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="đơn vị cấp trên"
    )
    order = models.PositiveIntegerField("thứ tự nghi thức", default=0)
    official_code = models.CharField("mã hành chính", max_length=20, blank=True)
    document_symbol = models.CharField("ký hiệu văn bản", max_length=20, blank=True)
    issuing_name = models.CharField("tên cơ quan ban hành", max_length=200, blank=True)
    superior_name = models.CharField("tên cơ quan cấp trên trên văn bản", max_length=200, blank=True)
    place_name = models.CharField("địa danh", max_length=100, blank=True)
    sample = models.BooleanField(
        "đơn vị mẫu", default=False, help_text="Đặt theo khung chung, cần người quản trị kiểm tra lại."
    )
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến ngày", null=True, blank=True)
    search_text = models.TextField(editable=False, default="")
    sort_key = models.TextField(editable=False, default="", db_index=True)
    history = HistoricalRecords(excluded_fields=["search_text", "sort_key"], verbose_name="lịch sử đơn vị")

    # What tells its name: all that a list reads of it.
    NAME = ("name", "short_name")
    objects = UnitQuerySet.as_manager(with_tree_fields=False)

    class Meta:
        verbose_name = "đơn vị"
        verbose_name_plural = "đơn vị"
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                name="units_unit_kind_known",
                condition=Q(kind__in=UnitKind.values),
                violation_error_message="Loại đơn vị không có trong danh mục.",
            ),
            models.CheckConstraint(
                name="units_unit_not_own_parent",
                condition=Q(parent=None) | ~Q(parent=F("id")),
                violation_error_message="Một đơn vị không thể là cấp trên của chính mình.",
            ),
            models.CheckConstraint(
                name="units_unit_dates_in_order",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
                violation_error_message="“Từ ngày” phải trước hoặc bằng “đến ngày”.",
            ),
        ]

    def __str__(self):
        return self.short_name or self.name

    def save(self, *args, **kwargs):
        self.search_text = fold(f"{self.name} {self.short_name} {self.code} {self.official_code}")
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return address_of("portal:unit", self.pk)


class MembershipQuerySet(models.QuerySet):
    def valid(self, on):
        """Posts held on the day `on` by people whose account is not disabled; whoever stands in for a head holds his
        only as long as the head does."""
        held = Q(valid_to=None) | Q(valid_to__gte=on)
        for_a_head = Q(stands_in_for__valid_from__lte=on, stands_in_for__user__disabled_at=None)
        for_a_head &= Q(stands_in_for__valid_to=None) | Q(stands_in_for__valid_to__gte=on)
        return self.filter(held, Q(stands_in_for=None) | for_a_head, valid_from__lte=on, user__disabled_at=None)


class Membership(models.Model):
    """A post: what one person is in one unit, from a day to a day. All rights follow from it.

    A stand-in (ủy quyền) is a post of role head that names the head it stands in for; it has both dates,
    and both names are kept on what is done from it.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name="người giữ")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships", verbose_name="đơn vị")
    role = models.CharField("vai trò", max_length=20, choices=Role)
    title = models.CharField("chức vụ", max_length=120)
    stands_in_for = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="stand_ins", verbose_name="được ủy quyền của"
    )
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến ngày", null=True, blank=True)
    history = HistoricalRecords(verbose_name="lịch sử chức vụ")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "chức vụ"
        verbose_name_plural = "chức vụ"
        ordering = ["unit__order", "role", "id"]
        constraints = [
            models.CheckConstraint(name="units_membership_role_known", condition=Q(role__in=Role.values)),
            models.CheckConstraint(
                name="units_membership_dates_in_order",
                condition=Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
                violation_error_message="“Từ ngày” phải trước hoặc bằng “đến ngày”.",
            ),
            models.CheckConstraint(
                name="units_membership_stand_in_is_dated_head",
                condition=Q(stands_in_for=None) | Q(role=Role.HEAD, valid_to__isnull=False),
                violation_error_message="Ủy quyền chỉ dành cho vai trò lãnh đạo và phải có ngày kết thúc.",
            ),
            models.UniqueConstraint(
                name="units_membership_one_live_post",
                fields=["user", "unit", "role"],
                condition=Q(valid_to=None),
                violation_error_message="Người này đang giữ chức vụ đó ở đơn vị.",
            ),
        ]

    def __str__(self):
        return f"{self.title}, {self.unit}"

    @property
    def is_head(self):
        return self.role == Role.HEAD

    @property
    def is_writer(self):
        return self.role == Role.WRITER

    @property
    def is_administrator(self):
        return self.role == Role.ADMINISTRATOR

    @property
    def works(self):
        """Whether the post does the unit's work: writes or heads. Readers and administrators do not."""
        return self.role in {Role.HEAD, Role.WRITER}

    @property
    def on_behalf_of(self):
        """The user of the head this post stands in for, or None. Load posts with `stands_in_for__user`."""
        return self.stands_in_for.user if self.stands_in_for_id else None


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(user=user)

    def unread(self):
        return self.filter(read_at=None)


class Notice(models.Model):
    """A line in somebody's inbox: what happened, and the kind and id of the object; the portal builds the link."""

    user = models.ForeignKey(User, models.PROTECT, related_name="notices", verbose_name="người nhận")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="gửi tới chức vụ ở đơn vị")
    kind = models.CharField("loại", max_length=40)
    object_id = models.BigIntegerField("đối tượng")
    text = models.CharField("nội dung", max_length=300)
    at = models.DateTimeField("lúc")
    read_at = models.DateTimeField("đã xem lúc", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "thông báo"
        verbose_name_plural = "thông báo"
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["user", "read_at"], name="units_notice_user_unread")]

    def __str__(self):
        return self.text
