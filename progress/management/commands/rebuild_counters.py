from django.core.management.base import BaseCommand

from progress.actions.counting import rebuild_counters


class Command(BaseCommand):
    help = "Đếm lại các số giữ sẵn bên báo cáo và dòng báo cáo, từ các lần gửi và diễn biến."

    def handle(self, **options):
        self.stdout.write(f"Đã đếm lại {rebuild_counters()} báo cáo.")
