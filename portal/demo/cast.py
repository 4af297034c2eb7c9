"""Who plays in the sample data: an account for each demo post, and a writer and a head for every reporting unit."""

from django.contrib.auth.hashers import make_password

from units.enums import Role
from units.models import Membership, Unit, User

# account: (unit code, role, title, full name)
CAST = {
    "quantri": ("vp-hu", Role.ADMINISTRATOR, "Quản trị hệ thống", "Lê Quang Tiến"),
    "tuyengiao": ("btg-hu", Role.WRITER, "Chuyên viên Ban Tuyên giáo", "Nguyễn Thị Thanh Hà"),
    "tuyengiao.ld": ("btg-hu", Role.HEAD, "Trưởng Ban Tuyên giáo", "Trần Văn Minh"),
    "huyenuy": ("huyen-uy", Role.WRITER, "Chuyên viên Văn phòng Huyện ủy", "Phạm Thị Ngọc Lan"),
    "huyenuy.ld": ("huyen-uy", Role.HEAD, "Thường trực Huyện ủy", "Hoàng Văn Thành"),
    "bcd.ld": ("bcd-ttdn", Role.HEAD, "Trưởng Ban Chỉ đạo", "Vũ Đình Khôi"),
    "ubkt": ("ubkt-hu", Role.READER, "Chuyên viên Ủy ban Kiểm tra", "Đặng Thị Hồng Nhung"),
    "ubnd": ("ubnd-huyen", Role.WRITER, "Chuyên viên tổng hợp", "Bùi Anh Tuấn"),
    "ubnd.ld": ("ubnd-huyen", Role.HEAD, "Phó Chủ tịch Ủy ban nhân dân huyện", "Điểu K’Rôn"),
    "vhtt": ("phong-vhtt", Role.WRITER, "Chuyên viên", "Ngô Thị Kim Oanh"),
    "vhtt.ld": ("phong-vhtt", Role.HEAD, "Trưởng phòng", "Đỗ Hữu Phước"),
    "phunghia": ("xa-phu-nghia", Role.WRITER, "Công chức Văn hóa - Xã hội", "Thị Mai"),
    "phunghia.ld": ("xa-phu-nghia", Role.HEAD, "Chủ tịch Ủy ban nhân dân xã", "Lý Văn Hùng"),
    "dako": ("xa-dak-o", Role.WRITER, "Công chức Văn hóa - Xã hội", "Điểu Thị Xuân"),
    "dako.ld": ("xa-dak-o", Role.HEAD, "Chủ tịch Ủy ban nhân dân xã", "Nông Văn Đức"),
    "danguyphunghia": ("dang-bo-xa-phu-nghia", Role.WRITER, "Văn phòng Đảng ủy", "Trịnh Thị Bích Ngọc"),
    "danguyphunghia.ld": ("dang-bo-xa-phu-nghia", Role.HEAD, "Bí thư Đảng ủy", "Dương Quốc Việt"),
    "bcd35": ("bcd-35", Role.WRITER, "Thư ký Ban Chỉ đạo 35", "Phan Thị Diệu Linh"),
    "bcd35.ld": ("bcd-35", Role.HEAD, "Phó Trưởng Ban Chỉ đạo 35", "Mai Xuân Trường"),
}
SURNAMES = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Võ", "Đặng", "Bùi", "Đỗ", "Điểu", "Hồ", "Lương"]
MIDDLES = ["Văn", "Thị", "Minh", "Ngọc", "Đức", "Thanh", "Quốc"]
GIVEN = ["An", "Bình", "Cường", "Dũng", "Giang", "Hạnh", "Hương", "Khánh", "Liên", "Nam", "Phương", "Sơn", "Tâm", "Yến"]


def call_the_cast(*, password, since):
    """Create the accounts and posts, valid from the day `since`.

    Returns {unit code: {"writer": Membership, "head": Membership, …}}. Accounts outside CAST cannot sign in.
    """
    units = {unit.code: unit for unit in Unit.objects.all()}
    secret = make_password(password)
    posts = {}
    for username, (code, role, title, name) in CAST.items():
        user = _person(username, name, secret)
        posts.setdefault(code, {})[role.value] = _post(user, units[code], role, title, since)
    for number, (code, unit) in enumerate(units.items()):
        for role in (Role.WRITER, Role.HEAD):
            if role.value not in posts.setdefault(code, {}):
                user = _person(f"{code}.{role.value}", _name(number * 2 + (role == Role.HEAD)), make_password(None))
                posts[code][role.value] = _post(user, unit, role, _title(role), since)
    return posts


def give_password(password):
    """Let every account of CAST sign in with `password`, as `./run` prints it."""
    cast = User.objects.filter(username__in=CAST)
    if not cast.first().check_password(password):
        cast.update(password=make_password(password))


def _person(username, full_name, password):
    return User.objects.create(username=username, full_name=full_name, password=password)


def _post(user, unit, role, title, since):
    return Membership.objects.create(user=user, unit=unit, role=role, title=title, valid_from=since)


def _name(number):
    return " ".join(
        [SURNAMES[number % len(SURNAMES)], MIDDLES[number * 3 % len(MIDDLES)], GIVEN[number * 5 % len(GIVEN)]]
    )


def _title(role):
    return "Lãnh đạo đơn vị" if role == Role.HEAD else "Chuyên viên"
