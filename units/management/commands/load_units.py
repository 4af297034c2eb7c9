from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from common.refusals import Refused
from units.loading import load_units


class Command(BaseCommand):
    help = "Nạp danh mục đơn vị từ một tệp TOML. Nạp lại cùng một tệp không làm thay đổi gì."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="TỆP", help="tệp TOML, mỗi đơn vị một bảng [[unit]]")

    def handle(self, *, file, **options):
        try:
            loaded = load_units(file.read_bytes())
        except OSError as error:
            raise CommandError(f"Không đọc được tệp {file}: {_reason(error)}.") from None
        except Refused as bad:
            raise CommandError("\n".join([str(bad), *(f"- {detail}" for detail in bad.details)])) from None
        self._tell(loaded)

    def _tell(self, loaded):
        for unit in loaded.created:
            self.stdout.write(f"  tạo mới   {unit.code}: {unit.name}")
        for unit, names in loaded.changed:
            self.stdout.write(f"  thay đổi  {unit.code}: {', '.join(names)}")
        self.stdout.write(
            f"Đơn vị: tạo mới {len(loaded.created)}, thay đổi {len(loaded.changed)}, giữ nguyên {loaded.unchanged}."
        )


def _reason(error):
    if isinstance(error, FileNotFoundError):
        return "không có tệp này"
    if isinstance(error, IsADirectoryError):
        return "đây là thư mục"
    if isinstance(error, PermissionError):
        return "không có quyền đọc"
    return "lỗi đọc đĩa"
