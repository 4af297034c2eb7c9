from django.core.management.base import BaseCommand

from progress.actions.evidence import sweep_files


class Command(BaseCommand):
    help = "Xóa các tệp bỏ dở: cũ hơn một ngày mà không bản ghi minh chứng nào trỏ tới."

    def handle(self, **options):
        self.stdout.write(f"Đã dọn {sweep_files()} tệp bỏ dở.")
