from django.core.management.base import BaseCommand, CommandError

from common.refusals import BadRows
from tasks.loading import UNITS_FILE, load_plan


class Command(BaseCommand):
    help = "Nạp kế hoạch từ tệp TOML. Chạy lại được: câu chữ được cập nhật, phân công đã có được giữ nguyên."

    def add_arguments(self, parser):
        parser.add_argument("file", help="tệp TOML của kế hoạch")
        parser.add_argument("--units", default=UNITS_FILE, help="tệp TOML của các đơn vị: ai tham gia, báo cáo tới đâu")

    def handle(self, *args, file, units, **options):
        try:
            loaded = load_plan(file, units)
        except BadRows as refused:
            raise CommandError("\n".join([refused.sentence, *(f"- {detail}" for detail in refused.details)])) from None
        for line in _lines(loaded):
            self.stdout.write(line)


def _lines(loaded):
    yield (
        f"{loaded.plan}: 1 kế hoạch, {loaded.groups} nhóm nhiệm vụ, {loaded.tasks} nhiệm vụ, "
        f"{loaded.clauses} mục tổ chức thực hiện, {loaded.duties} phần việc."
    )
    made = loaded.leads_made + loaded.supports_made
    yield (
        f"Phân công: {made} mới ({loaded.leads_made} chủ trì, {loaded.supports_made} phối hợp), "
        f"{loaded.assignments_left} đã có và giữ nguyên."
    )
    yield f"Đơn vị tham gia: {loaded.places_made} mới."
    yield f"Câu chữ: {loaded.rows_made} mục mới, {len(loaded.changed)} mục sửa."
    yield from (f"  sửa {change}" for change in loaded.changed)
