"""docs/toc-do.md: what was measured of each size, from what each run kept; and what a run prints as it goes."""

import json
import os
import platform
from pathlib import Path

from bench.goals import bare, beside, goals, median, ratio, static

DOC = Path(__file__).resolve().parent.parent / "docs" / "toc-do.md"
ORDER = ["district", "province", "nation"]
HEAD = """# Tốc độ

Đo bằng `DATABASE_URL=… python -m bench district|province|nation` (cách làm: `bench/`); mỗi cỡ đo riêng, kết quả gộp vào
bảng này. Máy chủ là gunicorn 2 tiến trình × 4 luồng như `deploy/plan57-web.service`, cùng máy với cơ sở dữ liệu và với
bên hỏi: ba bên chia nhau các nhân của máy. Mỗi trang được hỏi bởi 1 rồi 8 người cùng lúc, khi đã ấm. Thời gian tính
bằng mili giây.

- **Trang trống**: khung của cổng và người đã đăng nhập, không có gì khác.
- **Lần trang trống**: trang ÷ trang trống hỏi ngay bên cạnh trang ấy, vì máy lúc nhanh lúc chậm.
- **Sau lần ghi**: p50 của lượt mở đầu tiên ngay sau khi có người ghi vào dữ liệu, khi chưa con số nào được nhớ
  (`docs/decisions/0061-nho-so-lieu.md`). Các cột khác đo khi giữa các lượt không ai ghi.
- **Tĩnh**: cùng khuôn trang ấy dựng từ số liệu giữ sẵn trong bộ nhớ, không hỏi lại cơ sở dữ liệu (một máy chủ riêng
  giữ, để bộ nhớ đo được là của cổng).
- **SQL**: những câu hỏi của trang (trừ phần của khung), hỏi thẳng cơ sở dữ liệu, không qua Django.
- **Tỷ số**: trang ÷ (tĩnh + SQL). Cả ba đo trong cùng một lần chạy, nên máy nhanh chậm không làm đổi tỷ số. Phần vượt
  quá 1 là thời gian Python dựng câu hỏi, bản ghi và đường dẫn. Trang nhỏ (dưới 30 ms) có tỷ số dao động mạnh.
"""
COLUMNS = (
    "trang | p50 | p95 | sau lần ghi | p50, 8 người | p95, 8 người | tĩnh | SQL | tỷ số | lần trang trống | "
    "truy vấn | KB"
)


def write_table(folder):
    """Write the document from every measurement kept in `folder`."""
    runs = [json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))]
    runs.sort(key=lambda run: (ORDER.index(run["size"]), "PostgreSQL" not in run["database"]))
    parts = [HEAD, _machine(), _goals(runs)]
    parts += [_measured(run, name, plan) for run in runs for name, plan in run["plans"].items()]
    DOC.write_text("\n".join(parts))


def print_row(name, row, floor):
    """Print the row of a page while the run goes on."""
    print(" ".join(f"{cell:>8}" for cell in _cells(row, floor)), f" {name}", flush=True)


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
    empty = plan["empty"]
    rows = [("trang trống", empty, None), *((page, row, empty) for page, row in plan["pages"].items())]
    lines = [
        f"## {run['words']} – {whose}\n",
        f"Ngày {_day(run['on'])}, {run['database']}.\n",
        f"| {COLUMNS} |",
        f"|---|{'--:|' * COLUMNS.count('|')}",
        *(f"| {page} | {' | '.join(_cells(row, floor))} |" for page, row, floor in rows),
        "",
        *_sentences(plan),
    ]
    return "\n".join(lines)


def _cells(row, floor):
    """A page's numbers in words, in the order of COLUMNS."""
    if "fault" in row:
        return [f"không đo được: {row['fault']}", *("–" for _ in range(COLUMNS.count("|") - 1))]
    one, eight = row["wire"]["1"], row["wire"]["8"]
    times = [one["p50"], one["p95"], row.get("after_writes"), eight["p50"], eight["p95"], static(row), bare(row, floor)]
    whole = ratio(row, floor) if floor and static(row) else 0
    grown = median(row) / beside(row, floor) if floor and "wire" in floor else 0
    cells = [number(time) if time else "–" for time in times]
    cells += [number(whole, 2) if whole else "–", number(grown) if grown else "–"]
    return [*cells, str(row["inside"]["queries"]), str(one["size"] // 1024)]


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
