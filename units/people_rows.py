"""Reading a list of people: every row is checked by the rules of the form, every fault is told with its cell and the
way to mend it. The number of queries does not grow with the rows."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import ValidationError

from common.folding import fold
from common.refusals import BadRows
from common.workbooks import CellProblem, Formula, read_workbook
from units.actions import NewPost
from units.enums import Role
from units.forms import PostDatesForm, UserForm
from units.models import Membership, Unit, User
from units.people_sheet import COLUMNS, MOST_PEOPLE, PEOPLE, UNITS

LETTERS = {column.key: letter for column, letter in zip(COLUMNS, "ABCDEFGHI", strict=True)}
ROLES = {fold(name): role for role in Role for name in (role.label, role.value)}
PHONE_WITHOUT_ZERO = 9


@dataclass(frozen=True)
class Typed:
    """A row as it was typed: its number in the sheet, and {column: text}."""

    number: int
    texts: dict


@dataclass
class Checked:
    """What came of a list: rows that can be written, and what is wrong. Nothing is written while anything is."""

    rows: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    # Every row's post is held already, as the file says: this very list has been written.
    written: bool = False


def read_people(upload):
    """Return the Typed rows of an uploaded workbook; refuse one that is not the template, with every fault told."""
    # Room for emptied rows below the list, which spreadsheet programs keep.
    sheets = read_workbook(upload, max_rows=MOST_PEOPLE * 4)
    sheet = next((sheet for title, sheet in sheets.items() if fold(title) == fold(PEOPLE)), None)
    if sheet is None:
        raise BadRows(f"Tệp không có trang “{PEOPLE}”. Hãy dùng tệp mẫu của cổng và giữ nguyên tên trang.")
    _check_shape(sheet)
    rows = [_typed(number, cells) for number, cells in enumerate(sheet.rows[1:], start=2)]
    rows = [row for row in rows if any(row.texts.values())]
    if not rows:
        raise BadRows(f"Trang “{PEOPLE}” chưa có dòng nào. Hãy ghi từ dòng 2, mỗi người một dòng.")
    if len(rows) > MOST_PEOPLE:
        raise BadRows(f"Danh sách có {len(rows)} dòng, tối đa {MOST_PEOPLE}. Hãy chia thành nhiều tệp.")
    return rows


def check_people(typed, *, by, on):
    """Return what the Typed rows would do, as a Checked (3 queries). `by` never changes his own account or posts."""
    known = _Known(typed)
    checked = Checked()
    for row in typed:
        new, faults = _check(row, known, by=by, on=on)
        checked.problems += [_problem(row, key, what, how) for key, what, how in faults]
        if new and not faults:
            checked.rows.append(new)
    checked.written = len(checked.rows) == len(typed) and all(_is_held(row, known) for row in checked.rows)
    _check_together(checked, known)
    return checked


class _Known:
    """What the database knows of the people and units that the rows name."""

    def __init__(self, typed):
        names = {row.texts["username"] for row in typed}
        self.users = {user.username: user for user in User.objects.filter(username__in=names)}
        self.units = {unit.code: unit for unit in Unit.objects.filter(code__in={row.texts["unit"] for row in typed})}
        self.posts = defaultdict(list)
        for post in Membership.objects.filter(user__in=[user.pk for user in self.users.values()]):
            self.posts[post.user_id, post.unit_id, post.role].append((post.valid_from, post.valid_to, ""))


def _check_shape(sheet):
    heads = [fold(str(cell.value or "")) for cell in sheet.rows[0]] if sheet.rows else []
    wrong = [
        f"Trang “{PEOPLE}”, ô {LETTERS[column.key]}1: phải là “{column.title}”."
        for place, column in enumerate(COLUMNS)
        if place >= len(heads) or heads[place] != fold(column.title)
    ]
    wrong += [f"Trang “{PEOPLE}”: ô {place} bị gộp. Hãy bỏ gộp ô rồi ghi đủ từng dòng." for place in sheet.merged]
    if wrong:
        raise BadRows("Tệp không đúng mẫu: cột bị thêm, bớt, đổi chỗ hoặc gộp ô. Hãy dùng lại tệp mẫu.", details=wrong)


def _typed(number, cells):
    texts = [_as_text(column.key, cells[place].value) for place, column in enumerate(COLUMNS)]
    return Typed(number, {column.key: text for column, text in zip(COLUMNS, texts, strict=True)})


def _as_text(key, value):
    """Return a cell as text; what cannot be one (a formula, a time) keeps a sign that every check refuses."""
    if value is None:
        return ""
    if isinstance(value, Formula):
        return f"={value.text.removeprefix('=')}"
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Decimal) and value == int(value):
        # A phone number that was kept as a number has lost the zero it begins with.
        digits = str(int(value))
        return f"0{digits}" if key == "work_phone" and len(digits) == PHONE_WITHOUT_ZERO else digits
    return " ".join(str(value).split())


def _check(row, known, *, by, on):
    """Return (NewPost or None, faults): each fault is (column, what is wrong, how to mend it)."""
    faults = [
        (key, f"công thức “{text[:40]}”", "Hãy ghi giá trị, không dùng công thức.") for key, text in _formulas(row)
    ]
    if faults:
        return None, faults
    account, values = _cleaned(row, faults), {}
    values["unit"] = _unit(row, known, faults, on=on)
    values["role"] = ROLES.get(fold(row.texts["role"]))
    if values["role"] is None:
        faults.append(("role", _not_known(row.texts["role"], "vai trò"), f"Hãy chọn: {', '.join(Role.labels)}."))
    values["valid_from"], values["valid_to"] = _days(row, faults, on=on)
    user = known.users.get(row.texts["username"])
    if user is not None:
        faults += _wrong_with_account(user, account, by=by)
    if faults:
        return None, faults
    title, username = account.pop("title"), account.pop("username")
    changes = {name: value for name, value in account.items() if user and value and getattr(user, name) != value}
    return NewPost(row.number, username, account, title=title, user=user, changes=changes, **values), []


def _formulas(row):
    return [(key, text) for key, text in row.texts.items() if text.startswith("=")]


def _cleaned(row, faults):
    """Return what the fields of the forms make of the account and the title; what they refuse goes to `faults`."""
    fields = UserForm().fields | {"title": PostDatesForm().fields["title"]}
    values = {}
    for key, cleans in fields.items():
        try:
            values[key] = cleans.clean(row.texts[key])
        except ValidationError as refused:
            values[key] = ""
            what = f"“{row.texts[key][:60]}”" if row.texts[key] else "ô trống"
            faults.append((key, what, " ".join(refused.messages)))
    return values


def _unit(row, known, faults, *, on):
    unit = known.units.get(row.texts["unit"])
    if unit is None:
        faults.append(
            ("unit", _not_known(row.texts["unit"], "mã đơn vị"), f"Hãy lấy mã ở trang “{UNITS}” của tệp mẫu.")
        )
    elif unit.valid_to and unit.valid_to < on:
        faults.append(("unit", f"{unit} đã kết thúc hoạt động", "Hãy ghi mã của đơn vị kế thừa."))
    return unit


def _days(row, faults, *, on):
    days = []
    for key in ("valid_from", "valid_to"):
        try:
            days.append(PostDatesForm.base_fields[key].clean(row.texts[key]) if row.texts[key] else None)
        except ValidationError:
            days.append(None)
            faults.append(
                (key, f"“{row.texts[key][:40]}” không phải một ngày", "Hãy ghi ngày/tháng/năm, như 01/7/2025.")
            )
    first, last = days[0] or on, days[1]
    if last and last < first:
        faults.append(("valid_to", f"{last:%d/%m/%Y} trước ngày bắt đầu {first:%d/%m/%Y}", "Hãy sửa lại hai ngày."))
    return first, last


def _wrong_with_account(user, account, *, by):
    if user.pk == by.user_id:
        return [
            ("username", f"“{user.username}” là tài khoản của đồng chí", "Không tự đổi chức vụ của mình: bỏ dòng này.")
        ]
    if user.disabled_at:
        return [
            ("username", f"tài khoản {user.username} đang bị khóa", "Hãy mở lại tài khoản trước, hoặc bỏ dòng này.")
        ]
    if account["full_name"] and fold(user.full_name) != fold(account["full_name"]):
        what = f"tên đăng nhập “{user.username}” đã có người dùng là {user.full_name}"
        return [("username", what, "Hãy chọn tên đăng nhập khác, hoặc ghi đúng họ tên người ấy.")]
    return []


def _check_together(checked, known):
    """Find rows that contradict one another, or posts that are held already in those days."""
    first = {}
    for row in checked.rows:
        same = first.setdefault(row.username, row)
        if fold(same.account["full_name"]) != fold(row.account["full_name"]):
            what = f"tên đăng nhập “{row.username}” đã ghi ở dòng {same.number} cho {same.account['full_name']}"
            checked.problems.append(_problem(row, "username", what, "Mỗi người một tên đăng nhập riêng."))
        key = (row.user.pk if row.user else row.username, row.unit.pk, row.role)
        for begins, ends, where in known.posts[key]:
            if (ends is None or ends >= row.valid_from) and (row.valid_to is None or begins <= row.valid_to):
                what = f"{row.account['full_name']} đã giữ vai trò {Role(row.role).label} ở {row.unit}{where}"
                checked.problems.append(_problem(row, "role", what, "Hãy bỏ dòng này, hoặc sửa đơn vị, vai trò, ngày."))
                break
        known.posts[key].append((row.valid_from, row.valid_to, f" (dòng {row.number})"))
    checked.problems.sort(key=lambda problem: (int(problem.cell[1:]), problem.cell))


def _is_held(row, known):
    """Whether the account is as the row says, and holds the row's post already."""
    if row.user is None or row.changes:
        return False
    days = known.posts[row.user.pk, row.unit.pk, row.role]
    return any(begins <= row.valid_from and ends == row.valid_to for begins, ends, _ in days)


def _not_known(text, word):
    return f"không có {word} “{text[:60]}”" if text else f"chưa ghi {word}"


def _problem(row, key, what, how):
    return CellProblem(PEOPLE, f"{LETTERS[key]}{row.number}", what, how)
