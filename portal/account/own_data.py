"""What the portal holds about a person, for him to read and keep (Luật 91/2025/QH15)."""

from allauth.mfa.utils import is_mfa_enabled

from oversight.actions.feeds import feed_of
from units.models import Membership, Notice


def own_data(user):
    """Return the account, posts, stand-ins, inbox and history of `user` as plain values with Vietnamese keys."""
    posts = Membership.objects.filter(user=user).select_related("unit", "stands_in_for__user").order_by("pk")
    given = Membership.objects.filter(stands_in_for__user=user).select_related("unit", "user").order_by("pk")
    notices = Notice.objects.visible_to(user).select_related("unit").order_by("pk")
    feed = feed_of(user)
    return {
        "tài khoản": _account(user),
        "chức vụ": [_post(post) for post in posts],
        "đã ủy quyền cho": [{"người": str(post.user)} | _days(post) for post in given],
        "thông báo": [
            {"lúc": notice.at, "tới": str(notice.unit), "nội dung": notice.text, "đã xem lúc": notice.read_at}
            for notice in notices
        ],
        "địa chỉ lịch": {"có từ lúc": feed.made_at} if feed else None,
        "lịch sử tài khoản": [_version(version) for version in user.history.select_related("history_user")],
        "ghi chú": (
            "Báo cáo, nhật ký và diễn biến công việc mang tên người làm là hồ sơ công việc của đơn vị, "
            "xem được trên các trang của cổng."
        ),
    }


def _account(user):
    return {
        "tên đăng nhập": user.username,
        "họ và tên": user.full_name,
        "thư điện tử công vụ": user.email,
        "điện thoại công vụ": user.work_phone,
        "tạo lúc": user.created_at,
        "đăng nhập gần nhất": user.last_login,
        "xác thực hai bước": "đang bật" if is_mfa_enabled(user) else "chưa bật",
    }


def _post(post):
    behalf = post.on_behalf_of
    return {
        "chức vụ": post.title,
        "vai trò": post.get_role_display(),
        "đơn vị": post.unit.name,
        "được ủy quyền của": str(behalf) if behalf else None,
    } | _days(post)


def _days(post):
    return {"từ ngày": post.valid_from, "đến ngày": post.valid_to}


def _version(version):
    return {
        "lúc": version.history_date,
        "người ghi": str(version.history_user) if version.history_user else "hệ thống",
        "họ và tên": version.full_name,
        "thư điện tử công vụ": version.email,
        "điện thoại công vụ": version.work_phone,
        "khóa lúc": version.disabled_at,
    }
