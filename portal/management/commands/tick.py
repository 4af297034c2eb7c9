import datetime
import logging
import signal
import threading

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils import timezone

from common import clock
from common.actions import beat
from common.alone import alone
from common.refusals import Refused
from common.versions import fold_stamps
from oversight.actions.reminder_mail import try_mails_again
from oversight.actions.reminders import send_reminders
from progress.actions.counting import count_open_periods, fold_counts
from progress.actions.evidence import sweep_files
from progress.actions.periods import add_missing_lines, create_coming_periods, open_due_periods
from progress.models import Period
from reviews.actions.jobs import give_up_lost_jobs, remove_old_drafts
from reviews.actions.workbooks import give_up_lost_workbooks, remove_old_workbooks, sweep_workbook_files
from tasks.models import Plan

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """What the portal does by itself. Two turns never run together; every step may be run again without harm."""

    wait = 0
    help = "Lập các kỳ sắp tới, mở kỳ đến ngày, bổ sung dòng báo cáo còn thiếu, nhắc việc, dọn tệp bỏ dở."

    def add_arguments(self, parser):
        parser.add_argument("--loop", action="store_true", help="chạy lặp lại cho tới khi được dừng")
        parser.add_argument("--every", type=int, default=300, metavar="GIÂY", help="nghỉ bao lâu giữa hai lượt")
        parser.add_argument("--wait", type=int, default=10, metavar="GIÂY", help="chờ lượt đang chạy bao lâu")
        parser.add_argument("--on", metavar="NĂM-THÁNG-NGÀY", help="chạy như thể hôm nay là ngày này")

    def handle(self, *, loop, every, wait, on, **options):
        if every < 1:
            raise CommandError("--every phải là số giây từ 1 trở lên.")
        self.wait = wait
        day = _read_day(on)
        if not loop:
            self.run_once(day or clock.today())
            return
        stop = threading.Event()
        before = {name: signal.signal(name, lambda *_: stop.set()) for name in (signal.SIGTERM, signal.SIGINT)}
        try:
            while not stop.is_set():
                self.run_and_survive(day)
                stop.wait(every)
        finally:
            for name, handler in before.items():
                signal.signal(name, handler)
        self.stdout.write("Đã dừng.")

    def run_and_survive(self, day):
        """Run once; a step that fails is logged and tried again at the next turn, and the others are still run."""
        try:
            self.run_once(day or clock.today(), survive=True)
        finally:
            # Between turns the server may restart: each turn asks for a connection of its own.
            connections.close_all()

    def run_once(self, day, *, survive=False):
        """Do every step for `day`, unless another turn is being run: it does the same."""
        with alone("tick", wait=self.wait) as won:
            if won:
                self._run_steps(day, survive)
            else:
                self.stdout.write("Một lượt khác đang chạy, lượt này không làm gì.")
        self.stdout.flush()

    def _run_steps(self, day, survive):
        done, faults = [], 0
        steps = [
            self._create_periods,
            self._open_periods,
            self._add_lines,
            self._count,
            self._remind,
            self._mail,
            self._sweep,
            self._behind,
        ]
        for step in steps:
            try:
                done.extend(step(day))
            except Exception as error:
                if not survive:
                    raise
                faults += 1
                logger.exception("a step of the tick failed: %s", step.__name__)
                done.append(f"Một bước dở dang, lượt sau sẽ làm tiếp: {error}")
        beat("tick", faults=faults)
        self.stdout.write(f"Ngày {day:%d/%m/%Y}: " + ("không có việc gì phải làm." if not done else ""))
        for sentence in done:
            self.stdout.write(f"  {sentence}")

    def _create_periods(self, day):
        for plan in Plan.objects.order_by("pk"):
            for period in create_coming_periods(plan, day):
                yield f"Lập kỳ {period} của {plan}."

    def _open_periods(self, day):
        for period, made in open_due_periods(day):
            yield f"Mở kỳ {period} của {period.plan}: {made} báo cáo."

    def _add_lines(self, day):
        for period in Period.objects.open(day).select_related("plan").order_by("pk"):
            if added := add_missing_lines(period):
                yield f"Bổ sung {added} dòng báo cáo vào kỳ {period} của {period.plan}."

    def _count(self, day):
        for period in count_open_periods():
            yield f"Giữ số đếm của kỳ {period} của {period.plan}."
        fold_counts()
        fold_stamps()

    def _remind(self, day):
        if day == clock.today() and timezone.localtime(clock.now()).hour < settings.REMINDER_HOUR:
            return
        if told := send_reminders(day):
            yield f"Nhắc việc {told} người."

    def _mail(self, day):
        if again := try_mails_again(day):
            yield f"Gửi lại {again} thư nhắc việc."

    def _sweep(self, day):
        try:
            removed = sweep_files()
        except Refused as refused:
            yield refused.sentence
        else:
            if removed:
                yield f"Dọn {removed} tệp bỏ dở."

    def _behind(self, day):
        if lost := give_up_lost_jobs(clock.now()):
            yield f"Ghi {lost} việc lập báo cáo tổng hợp là chưa làm được vì bị ngắt."
        if removed := remove_old_drafts(clock.now()):
            yield f"Xóa {removed} tệp bản nháp báo cáo tổng hợp đã quá ngày giữ."
        if lost := give_up_lost_workbooks(clock.now()):
            yield f"Ghi {lost} bộ số liệu là chưa lập được vì việc lập bị ngắt."
        if removed := remove_old_workbooks(clock.now()):
            yield f"Xóa {removed} bộ số liệu đã quá ngày giữ."
        if swept := sweep_workbook_files():
            yield f"Dọn {swept} tệp bộ số liệu bỏ dở."


def _read_day(text):
    try:
        return datetime.date.fromisoformat(text) if text else None
    except ValueError:
        raise CommandError("--on phải là một ngày, ví dụ 2024-12-15.") from None
