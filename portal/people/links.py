"""The links that new people are handed, each shown on one page and kept nowhere."""

from dataclasses import dataclass

from django.urls import reverse

from common import spreadsheets
from units.first_passwords import DAYS, first_password_token, people_of_tokens
from units.models import Membership, User

COLUMNS = [("Họ và tên", 30), ("Tên đăng nhập", 22), ("Đơn vị", 40), ("Liên kết đặt mật khẩu (dùng một lần)", 90)]


@dataclass(frozen=True)
class Link:
    """Whom a link is for, and the link."""

    user: User
    units: str
    token: str
    url: str


def links_of(users, request):
    """Return a new Link for each of the people, who have no password yet (1 query)."""
    return _links([(user, first_password_token(user)) for user in users], request)


def links_again(tokens, request):
    """Return the Links of tokens that were shown before and still stand (2 queries)."""
    return _links(people_of_tokens(tokens), request)


def table_of(links):
    columns = [spreadsheets.Column(title, width) for title, width in COLUMNS]
    rows = [[link.user.full_name, link.user.username, link.units, link.url] for link in links]
    return spreadsheets.Table(f"Liên kết, dùng trong {DAYS} ngày", columns, rows)


def _links(found, request):
    units = {}
    posts = Membership.objects.filter(user__in=[user.pk for user, _ in found]).select_related("unit")
    for post in posts.order_by("pk"):
        units.setdefault(post.user_id, []).append(str(post.unit))
    return [
        Link(
            user,
            ", ".join(units.get(user.pk, [])),
            token,
            request.build_absolute_uri(reverse("portal:first-password", args=[token])),
        )
        for user, token in found
    ]
