"""docs/toc-do.md: what was measured of each size, from what each run kept; and what a run prints as it goes."""

import json
import os
import platform
from pathlib import Path

from bench.goals import goals

DOC = Path(__file__).resolve().parent.parent / "docs" / "toc-do.md"
ORDER = ["district", "province", "nation"]
HEAD = """# Tốc độ

Đo bằng `DATABASE_URL=… python -m bench district|province|nation` (cách làm: `bench/`); mỗi cỡ đo riêng, kết quả gộp vào
bảng này. Máy chủ là gunicorn 2 tiến trình × 4 luồng như `deploy/plan57-web.service`, cùng máy với cơ sở dữ liệu và với
bên hỏi: ba bên chia nhau các nhân của máy. Mỗi trang được hỏi bởi 1 rồi 8 người cùng lúc, khi đã ấm. Thời gian tính
bằng mili giây.

Những gì đem so với nhau thì được hỏi xen kẽ, hết lượt này đến lượt khác: máy lúc nhanh lúc chậm thì mọi bên cùng nhanh
cùng chậm, còn tỷ số (trung vị của tỷ số từng lượt) giữ nguyên.

- **Trang trống**: khung của cổng và người đã đăng nhập, không có gì khác. **Lần trang trống**: trang ÷ trang trống.
- **Sau lần ghi**: lượt mở đầu tiên ngay sau khi có người ghi vào dữ liệu, khi chưa con số nào được nhớ
  (`docs/decisions/0061-nho-so-lieu.md`). Các cột khác đo khi giữa các lượt không ai ghi.
- **Tĩnh**: cùng khuôn trang ấy dựng từ số liệu giữ sẵn trong bộ nhớ, không hỏi lại cơ sở dữ liệu (một máy chủ riêng
  giữ, để bộ nhớ đo được là của cổng).
- **SQL**: những câu hỏi của trang (trừ phần của khung), hỏi thẳng cơ sở dữ liệu, không qua Django.
- **Tỷ số**: trang ÷ (tĩnh + SQL). Phần vượt quá 1 là thời gian Python dựng câu hỏi, bản ghi và đường dẫn.
"""
COLUMNS = (
    "trang | p50 | p95 | sau lần ghi | p50, 8 người | p95, 8 người | tĩnh | SQL | tỷ số | lần trang trống | "
    "lần, sau lần ghi | truy vấn | KB"
)


def write_table(folder):
    """Write the document from every measurement kept in `folder`."""
    runs = [json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))]
    runs.sort(key=lambda run: (ORDER.index(run["size"]), "PostgreSQL" not in run["database"]))
    parts = [HEAD, _machine(), _goals(runs)]
    parts += [_measured(run, name, plan) for run in runs for name, plan in run["plans"].items()]
    DOC.write_text("\n".join(parts))


def print_row(name, row):
    """Print the row of a page while the run goes on."""
    print(" ".join(f"{cell:>8}" for cell in _cells(row)), f" {name}", flush=True)


def _machine():
    names = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    model = next((line.partition(":")[2].strip() for line in names if line.startswith("model name")), "")
    return f"Máy: {os.cpu_count()} nhân {model}, {platform.system()}, Python {platform.python_version()}.\n"


def _goals(runs):
    lines = ["## Mục tiêu\n", "| mục tiêu | đo được | đạt |", "|---|---|---|"]
    found = {(run["size"], name): plan for run in reversed(runs) for name, plan in run["plans"].items()}
    for goal in goals(found):
        lines.append(f"| {goal.words} | {goal.measured} | {goal.verdict} |")
    return "\n".join([*lines, ""])


def _measured(run, name, plan):
    whose = "kế hoạch của huyện" if name == "district" else "kế hoạch chung"
    rows = {"trang trống": plan["empty"]} | plan["pages"]
    lines = [
        f"## {run['words']} – {whose}\n",
        f"Ngày {_day(run['on'])}, {run['database']}.\n",
        f"| {COLUMNS} |",
        f"|---|{'--:|' * COLUMNS.count('|')}",
        *(f"| {page} | {' | '.join(_cells(row))} |" for page, row in rows.items()),
        "",
        *_sentences(plan),
    ]
    return "\n".join(lines)


def _cells(row):
    """A page's numbers in words, in the order of COLUMNS."""
    if "fault" in row:
        return [f"không đo được: {row['fault']}", *("–" for _ in range(COLUMNS.count("|") - 1))]
    alone, eight, written = row["p50"], row["eight"], row.get("after_writes", {})
    times = [alone["page"], row["p95"], written.get("p50"), eight["p50"], eight["p95"]]
    cells = [_or_dash(time) for time in [*times, alone.get("constants"), alone["sql"]]]
    cells += [_or_dash(row.get("ratio"), 2), _or_dash(row.get("to_empty"), 2), _or_dash(written.get("to_empty"), 1)]
    return [*cells, str(row["queries"]), str(row["size"] // 1024)]


def _or_dash(measured, places=1):
    return "–" if measured is None else number(measured, places)


def _sentences(plan):
    """What is measured besides pages, a sentence each."""
    pages, files = plan["megabytes"], plan["files_megabytes"]
    yield f"Tiến trình lớn nhất: {pages:.0f} MB sau mọi trang, {files:.0f} MB sau khi tải tệp.\n"
    sent, workbook, review = plan["submit"], plan["workbook"], plan["review"]
    if "fault" not in sent:
        one, eight = sent["1"], sent["8"]
        yield (
            f"Gửi cả báo cáo {plan['lines']} dòng: p50 {number(one['p50'])} ms, p95 {number(one['p95'])} ms; "
            f"8 người cùng gửi: p50 {number(eight['p50'])} ms, {number(eight['per_second'])} báo cáo mỗi giây.\n"
        )
    if "fault" not in workbook:
        yield (
            f"Bộ số liệu của một kỳ, {workbook['lines']} dòng: {number(workbook['seconds'])} giây, "
            f"tiến trình {workbook['megabytes']:.0f} MB, tệp {workbook['size'] // 1024} KB.\n"
        )
    if "fault" not in review:
        yield (
            f"Báo cáo tổng hợp của một kỳ từ {review['lines']} dòng: lập bản nháp {number(review['draft'])} giây, "
            f"ban hành kèm tệp .docx {number(review['issue'])} giây, tiến trình {review['megabytes']:.0f} MB.\n"
        )
    for what, found in {"Gửi báo cáo": sent, "Bộ số liệu": workbook, "Báo cáo tổng hợp": review}.items():
        if "fault" in found:
            yield f"{what}: không đo được ({found['fault']}).\n"


def number(number, places=1):
    return f"{number:.{places}f}".replace(".", ",")


def _day(day):
    year, month, day = day.split("-")
    return f"{day}/{month}/{year}"
