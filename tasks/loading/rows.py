"""Reading one table of a TOML file: every wrong value becomes a sentence with its place, and reading goes on."""

import datetime
import tomllib

from common.refusals import BadRows

LONGEST_TEXT = 200_000


class Row:
    """One table of the file at a `place` that people can find; complaints are gathered in `errors`."""

    def __init__(self, data, place, errors):
        self.errors = errors
        self.place = place
        self.data = data if isinstance(data, dict) else {}
        if not isinstance(data, dict):
            self.complain("phải là một bảng (các dòng khóa = giá trị)")

    def complain(self, reason):
        self.errors.append(f"{self.place}: {reason}.")

    def only(self, *keys):
        """Complain of keys nobody reads: usually a slip of the pen."""
        for key in sorted(set(self.data) - set(keys)):
            self.complain(f"không hiểu khóa “{key}”; các khóa dùng được: {', '.join(keys)}")

    def text(self, key, *, required=False, longest=LONGEST_TEXT):
        value = self.data.get(key, "")
        if not isinstance(value, str):
            self.complain(f"“{key}” phải là chữ trong ngoặc kép")
            return ""
        value = value.strip()
        if required and not value:
            self.complain(f"thiếu “{key}”")
        if len(value) > longest:
            self.complain(f"“{key}” dài {len(value)} ký tự, nhiều nhất {longest}")
        if "\0" in value:
            self.complain(f"“{key}” có ký tự không in được")
        return value

    def date(self, key, *, required=False):
        value = self.data.get(key)
        if value is None:
            if required:
                self.complain(f"thiếu “{key}”")
            return None
        # A datetime is a date too, as far as Python is concerned.
        if type(value) is not datetime.date:
            self.complain(f"“{key}” phải là ngày có thật, viết như 2024-08-31, không có ngoặc kép")
            return None
        return value

    def number(self, key):
        value = self.data.get(key)
        if type(value) is not int or not 1 <= value <= 999:
            self.complain(f"“{key}” phải là số từ 1 đến 999")
            return None
        return value

    def choice(self, key, choices, *, default=""):
        value = self.data.get(key, default)
        if value != default and value not in choices.values:
            self.complain(f"“{key}” là “{value}”; phải là một trong: {', '.join(choices.values)}")
            return default
        return value

    def words(self, key):
        """Return a list of texts: unit codes or selectors."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.complain(f"“{key}” phải là danh sách mã đơn vị trong ngoặc vuông")
            return []
        for twice in sorted({one for one in value if value.count(one) > 1}):
            self.complain(f"“{key}” nêu “{twice}” hai lần")
        return value

    def tables(self, key):
        value = self.data.get(key, [])
        if not isinstance(value, list):
            self.complain(f"“{key}” phải là danh sách các bảng [[{key}]]")
            return []
        return value


def read_toml(path):
    """Return the file as a dict, or refuse with the place where it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BadRows(f"Không thấy tệp {path.name}. Hãy kiểm tra đường dẫn.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadRows(f"Không đọc được tệp {path.name}: tệp phải là văn bản UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise BadRows(f"Tệp {path.name} không đúng cú pháp TOML.", details=[f"{path.name}: {error}"]) from error
