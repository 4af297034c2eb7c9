from django.core.management.base import BaseCommand, CommandError

from common.actions import SEED, load_days
from common.refusals import Refused


class Command(BaseCommand):
    help = "Nạp ngày nghỉ, ngày làm bù vào lịch làm việc; ngày đã có trong bảng được giữ nguyên."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="*", help="tệp TOML; bỏ trống để nạp các tệp có sẵn")

    def handle(self, *, files, **options):
        for path in files or sorted(SEED.glob("calendar_*.toml")):
            try:
                added, kept = load_days(path)
            except Refused as refused:
                raise CommandError("\n".join([refused.sentence, *refused.details])) from None
            self.stdout.write(f"Lịch làm việc: thêm {len(added)} ngày.")
            for day in kept:
                self.stdout.write(f"  {day:%d/%m/%Y} đã có trong bảng với loại khác: giữ nguyên.")
