import datetime
import os

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from common import clock
from portal.demo.cast import CAST, call_the_cast, give_password
from portal.demo.story import Stage, play
from tasks.models import Plan
from units.models import User

PASSWORD = "BuGiaMap-261-KH"


class Command(BaseCommand):
    help = "Nạp dữ liệu mẫu: tài khoản, năm quý đã qua và quý hiện tại. Chỉ dùng để chạy thử, khi DEBUG bật."

    def add_arguments(self, parser):
        parser.add_argument("--on", type=datetime.date.fromisoformat, help="Ngày làm mốc, dạng 2026-11-23.")
        parser.add_argument("--quarters", type=int, default=5, help="Số quý đã qua.")

    def handle(self, *args, on, quarters, **options):
        if not settings.DEBUG:
            raise CommandError("Dữ liệu mẫu chỉ nạp khi DEBUG bật. Cổng dùng thật không nhận dữ liệu mẫu.")
        password = os.environ.get("DEMO_PASSWORD") or PASSWORD
        if User.objects.filter(username__in=CAST).exists():
            give_password(password)
            self.stdout.write("Dữ liệu mẫu đã có, không nạp lại.")
            return
        plan = Plan.objects.select_related("owner", "standing_office").order_by("pk").first()
        if plan is None:
            raise CommandError("Chưa có kế hoạch nào. Hãy chạy load_units và load_plan trước.")
        with transaction.atomic():
            posts = call_the_cast(password=password, since=plan.issued_on)
            play(Stage(plan=plan, posts=posts, on=on or clock.today()), quarters=quarters)
        self.stdout.write(f"Đã nạp dữ liệu mẫu: {len(CAST)} tài khoản, {quarters} quý đã qua và quý hiện tại.")
