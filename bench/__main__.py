"""`python -m bench district|province|nation`: make the data once, run the portal, measure it, write docs/toc-do.md.

DATABASE_URL names a database for this size (SQLite serves for the district); nothing else may run meanwhile.
"""

import argparse
import os
import secrets

import django


def start():
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("size", choices=["district", "province", "nation"])
    parser.add_argument("--fill", action="store_true", help="chỉ tạo dữ liệu")
    parser.add_argument("--quick", action="store_true", help="mỗi trang ít lượt: để xem trong khi sửa, không ghi bảng")
    parser.add_argument("--only", default="", help="chỉ đo trang có tên chứa những chữ này, không ghi bảng")
    parser.add_argument("--job", default="", help="một việc chạy nền: workbook/district, review/country…")
    asked = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    os.environ |= {"DEBUG": "0", "HTTPS": "0", "ALLOWED_HOSTS": "localhost", "LOG_LEVEL": "WARNING"}
    os.environ.setdefault("SECRET_KEY", secrets.token_hex(32))
    django.setup()

    from bench.run import main  # Django must be set up before its models can be imported.

    main(asked)


if __name__ == "__main__":
    start()
