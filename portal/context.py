"""The frame of every page: navigation, acting post, unread notices. It asks the database for one count.

What the acting post may open follows from its places in the plans, which pages ask for anyway and the post keeps.
"""

from dataclasses import dataclass, field
from functools import cache, cached_property

from django.conf import settings
from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from portal.theme import THEMES, chosen_theme
from progress.permissions.removals import can_remove_somewhere
from tasks.models import places_of
from units.enums import UnitKind
from units.models import Notice

NAVIGATION = [
    (
        "Công việc",
        [
            ("portal:home", "Việc của tôi", "house"),
            ("portal:report-list", "Báo cáo", "file-earmark-text"),
            ("portal:log-list", "Nhật ký tiến độ", "journal-text"),
            ("portal:evidence-list", "Kho minh chứng", "folder2-open"),
            ("portal:extension-list", "Gia hạn", "calendar-plus"),
            ("portal:direction-list", "Ý kiến chỉ đạo", "chat-left-text"),
        ],
    ),
    (
        "Kế hoạch",
        [
            ("portal:plan", "Kế hoạch", "diagram-3"),
            ("portal:assignment-matrix", "Phân công", "grid-3x3"),
            ("portal:period-list", "Kỳ báo cáo", "calendar3"),
        ],
    ),
    (
        "Theo dõi",
        [
            ("portal:dashboard", "Tổng quan", "bar-chart"),
            ("portal:reminder-list", "Nhắc việc", "alarm"),
            ("portal:urging-list", "Đôn đốc", "megaphone"),
            ("portal:inspection-list", "Kiểm tra", "clipboard-check"),
            ("portal:review-list", "Sơ kết, tổng kết", "archive"),
        ],
    ),
    (
        "Tra cứu",
        [
            ("portal:unit-list", "Đơn vị", "building"),
            ("portal:removal-list", "Gỡ khẩn cấp", "shield-exclamation"),
            ("portal:help", "Hướng dẫn", "question-circle"),
        ],
    ),
]
ALSO_KNOWN_AS = {"portal:plan": "portal:plan-list"}
SHORTCUTS = [
    ("portal:home", "Việc của tôi", "house"),
    ("portal:report-list", "Báo cáo", "file-earmark-text"),
    ("portal:log-list", "Nhật ký", "journal-text"),
    ("portal:plan", "Kế hoạch", "diagram-3"),
]
LOG, DASHBOARD = SHORTCUTS[2], ("portal:dashboard", "Tổng quan", "bar-chart")
# An administrator's post does none of the plan's work: these pages would be empty or refused.
WORK = {
    "portal:report-list",
    "portal:log-list",
    "portal:extension-list",
    "portal:direction-list",
    "portal:dashboard",
    "portal:urging-list",
    "portal:inspection-list",
    "portal:review-list",
}
WITHOUT_A_POST = {"portal:home", "portal:help"}
ACCOUNT = [
    ("portal:account", "Tài khoản của tôi", "person"),
    ("account_change_password", "Đổi mật khẩu", "key"),
    ("mfa_index", "Xác thực hai bước", "shield-lock"),
]
ADMIN = ("admin:index", "Trang quản trị", "gear")


@cache
def url_of(name):
    """Return the address of a page, or "" when the portal has no such page."""
    for candidate in (name, ALSO_KNOWN_AS.get(name)):
        try:
            return reverse(candidate) if candidate else ""
        except NoReverseMatch:
            continue
    return ""


@dataclass(frozen=True)
class Entry:
    label: str
    url: str
    icon: str
    current: str


@dataclass(frozen=True)
class Section:
    label: str
    entries: list


@dataclass(frozen=True)
class ThemeOption:
    value: str
    label: str
    icon: str
    pressed: str


@dataclass(frozen=True)
class Post:
    """A post in words: "Trưởng ban · Ban Tuyên giáo"."""

    pk: int
    words: str
    unit: str

    @classmethod
    def of(cls, membership):
        unit = membership.unit.short_name or membership.unit.name
        title = membership.title or membership.get_role_display()
        title = title[:1].upper() + title[1:]
        behalf = getattr(membership, "on_behalf_of", None)
        suffix = " (ủy quyền)" if behalf else ""
        return cls(pk=membership.pk, words=f"{title}{suffix} · {unit}", unit=membership.unit.name)


@dataclass
class Frame:
    """What base.html shows round a page; each part is worked out only when the page asks for it."""

    request: object
    cookie_theme: str = field(default="")

    @cached_property
    def user(self):
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @property
    def theme(self):
        return self.cookie_theme

    @property
    def theme_options(self):
        chosen = self.cookie_theme or "auto"
        return [
            ThemeOption(value, label, icon, "true" if value == chosen else "false")
            for value, (label, icon) in THEMES.items()
        ]

    @property
    def person(self):
        return self.user.get_full_name() or self.user.get_username() if self.user else ""

    @cached_property
    def post(self):
        membership = self._membership
        return Post.of(membership) if membership else None

    @cached_property
    def other_posts(self):
        posts = getattr(self.request, "posts", [])
        return [Post.of(post) for post in posts if post != self._membership]

    @property
    def _membership(self):
        return getattr(self.request, "membership", None) if self.user else None

    @cached_property
    def sections(self):
        if not self.user:
            return []
        sections = [Section(label, self._entries(pages)) for label, pages in NAVIGATION]
        return [section for section in sections if section.entries]

    @cached_property
    def shortcuts(self):
        if not self._membership:
            return []
        return self._entries([DASHBOARD if page == LOG and self._only_follows else page for page in SHORTCUTS])

    @property
    def _only_follows(self):
        """Whether the post keeps no log: it may only read, or its unit stands above the work of every plan."""
        places = places_of(self._membership)
        return not self._membership.works or bool(places and all(place.is_committee for place in places))

    @property
    def account_entries(self):
        allowed = [ADMIN] if admin.site.has_permission(self.request) else []
        return self._entries(ACCOUNT + allowed, always=True)

    def _entries(self, pages, *, always=False):
        shown = [page for page in pages if always or self._leads_to(page[0])]
        return [Entry(label, url, icon, self._current(url)) for name, label, icon in shown if (url := url_of(name))]

    def _leads_to(self, name):
        if self._membership is None:
            return name in WITHOUT_A_POST
        if name == "portal:assignment-matrix":
            # A People's Committee passes its work down to offices and communes: it needs the whole picture of them.
            below = self._membership.unit.kind == UnitKind.PEOPLES_COMMITTEE
            return below or any(place.sees_all for place in places_of(self._membership))
        if name == "portal:removal-list":
            return can_remove_somewhere(self._membership)
        if name == "portal:evidence-list":
            return not self._only_follows
        return name not in WORK or not self._membership.is_administrator

    def _current(self, url):
        """The word of aria-current: "page" on the page itself, "true" on the pages below it."""
        if self.request.path == url:
            return "page"
        return "true" if url != "/" and self.request.path.startswith(url) else ""

    @cached_property
    def unread(self):
        return Notice.objects.visible_to(self.user).unread().count() if self.user else 0

    @property
    def unread_short(self):
        return "99+" if self.unread > 99 else str(self.unread)

    @property
    def demo(self):
        # Sample data is refused when DEBUG is off, so a portal in earnest never shows the banner.
        return settings.DEBUG

    @property
    def home_url(self):
        return url_of("portal:home")

    @property
    def help_url(self):
        return url_of("portal:help") if self.user else ""

    @property
    def search_url(self):
        return url_of("portal:search") if self._membership else ""

    @property
    def notices_url(self):
        return url_of("portal:notice-list") if self.user else ""

    @property
    def post_choose_url(self):
        return url_of("portal:post-choose")

    @property
    def theme_url(self):
        return url_of("portal:theme-choose")

    @property
    def sign_out_url(self):
        return url_of("account_logout")


def frame(request):
    """Context processor: `frame` in every template."""
    return {"frame": Frame(request=request, cookie_theme=chosen_theme(request))}
