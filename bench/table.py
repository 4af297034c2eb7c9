"""docs/toc-do.md: what was measured of each size, beside the goals, from what each run kept."""

import json
import os
import platform
from pathlib import Path

from bench.pages import DASHBOARD, LIST

DOC = Path(__file__).resolve().parent.parent / "docs" / "toc-do.md"
ORDER = ["district", "province", "nation"]
HEAD = """# Tốc độ

Đo bằng `DATABASE_URL=… python -m bench district|province|nation` (cách làm: `bench/`). Máy chủ là gunicorn 2 tiến trình
× 4 luồng, cùng máy với cơ sở dữ liệu và với bên hỏi. Mỗi trang được hỏi bởi 1 rồi 8 người cùng lúc, khi đã ấm. Thời
gian tính bằng mili giây.

- **Trang trống**: khung của cổng và người đã đăng nhập, không có gì khác.
- **Trang tĩnh**: cùng khuôn trang ấy dựng từ số liệu giữ sẵn trong bộ nhớ, không hỏi lại cơ sở dữ liệu.
- **SQL**: đúng những câu hỏi của trang (trừ phần của khung), hỏi thẳng cơ sở dữ liệu, không qua Django.
- **Tỷ số**: trang ÷ (trang tĩnh + SQL). Cả ba đo trong cùng một lần chạy, nên máy nhanh chậm không làm đổi tỷ số.
"""


def write_table(folder):
    """Write the document from every measurement kept in `folder`."""
    runs = [json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))]
    runs.sort(key=lambda run: (ORDER.index(run["size"]), "PostgreSQL" not in run["database"]))
    parts = [HEAD, _machine(), _goals(runs)]
    parts += [_measured(run, name, plan) for run in runs for name, plan in run["plans"].items()]
    DOC.write_text("\n".join(parts))


def _machine():
    names = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    model = next((line.partition(":")[2].strip() for line in names if line.startswith("model name")), "")
    return f"Máy: {os.cpu_count()} nhân {model}, {platform.system()}, Python {platform.python_version()}.\n"


def _measured(run, name, plan):
    whose = "kế hoạch của huyện" if name == "district" else "kế hoạch chung"
    empty = plan["empty"]
    rows = [_row("trang trống", empty, None), *(_row(page, row, empty) for page, row in plan["pages"].items())]
    lines = [
        f"## {run['words']} – {whose}\n",
        f"Ngày {_day(run['on'])}, {run['database']}. Tiến trình lớn nhất: {plan['megabytes']:.0f} MB.\n",
        "| trang | p50 | p95 | p50, 8 người | p95, 8 người | tĩnh | SQL | tỷ số | lần trang trống | truy vấn | KB |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
        *rows,
        "",
        _sent(plan),
    ]
    return "\n".join(lines)


def _row(name, row, empty):
    one, eight = row["wire"]["1"], row["wire"]["8"]
    bare = _bare(row, empty) if empty else row["inside"]["bare_ms"]
    cells = [one["p50"], one["p95"], eight["p50"], eight["p95"], _static(row), bare]
    ratio = _number(_ratio(row, empty), 2) if empty and _static(row) else "–"
    times = _number(one["p50"] / empty["wire"]["1"]["p50"]) if empty else "–"
    numbers = " | ".join(_number(cell) if cell else "–" for cell in cells)
    return f"| {name} | {numbers} | {ratio} | {times} | {row['inside']['queries']} | {one['size'] // 1024} |"


def _sent(plan):
    if not plan["submit"]:
        return ""
    one, eight = plan["submit"]["1"], plan["submit"]["8"]
    return (
        f"Gửi cả báo cáo {plan['lines']} dòng: p50 {_number(one['p50'])} ms, p95 {_number(one['p95'])} ms; "
        f"8 người cùng gửi: p50 {_number(eight['p50'])} ms, {_number(eight['per_second'])} báo cáo mỗi giây.\n"
    )


def _goals(runs):
    lines = ["## Mục tiêu\n", "| mục tiêu | đo được | đạt |", "|---|---|---|"]
    found = {
        (run["size"], name): plan
        for run in runs
        if "PostgreSQL" in run["database"]
        for name, plan in run["plans"].items()
    }
    for words, measured, limit, larger in _asked_of(found):
        reached = measured >= limit if larger else measured <= limit
        lines.append(f"| {words} | {_number(measured, 2)} | {'đạt' if reached else 'chưa'} |")
    return "\n".join([*lines, ""])


def _asked_of(found):
    """Rows (goal in words, what was measured, limit, whether more is better) of the goals that can be judged."""
    for (size, name), plan in found.items():
        rows = plan["pages"]
        worst = max((page for page in rows if _static(rows[page])), key=lambda page: _ratio(rows[page], plan["empty"]))
        yield (
            f"{size}/{name}: mỗi trang ≤ 1,5 × (tĩnh + SQL); nặng nhất: {worst}",
            _ratio(rows[worst], plan["empty"]),
            1.5,
            False,
        )
        yield f"{size}/{name}: tiến trình ≤ 200 MB", plan["megabytes"], 200, False
        if plan["submit"]:
            yield (
                f"{size}/{name}: gửi một báo cáo ≤ 10 × trang trống",
                _p50(plan["submit"]) / _p50(plan["empty"]["wire"]),
                10,
                False,
            )
            yield f"{size}/{name}: 8 người gửi ≥ 25 báo cáo mỗi giây", plan["submit"]["8"]["per_second"], 25, True
    own, inside_nation, nation = (
        found.get(key) for key in [("district", "district"), ("nation", "district"), ("nation", "country")]
    )
    if own:
        yield "tổng quan của huyện ≤ 4 × trang trống", _times(own, DASHBOARD), 4, False
        yield "danh sách của huyện ≤ 3 × trang trống", _times(own, LIST), 3, False
    if own and inside_nation:
        worst = max(own["pages"], key=lambda page: _times(inside_nation, page) / _times(own, page))
        grown = _times(inside_nation, worst) / _times(own, worst)
        yield (
            f"trang của huyện trong dữ liệu cả nước ≤ 1,3 × trong dữ liệu riêng; nặng nhất: {worst}",
            grown,
            1.3,
            False,
        )
    if nation and inside_nation:
        summary = _p50(nation["pages"][DASHBOARD]["wire"]) / _p50(inside_nation["pages"][DASHBOARD]["wire"])
        yield "tổng quan cả nước ≤ 2 × tổng quan của huyện", summary, 2, False


def _times(plan, page):
    """How many times the empty page of its own run a page costs."""
    return _p50(plan["pages"][page]["wire"]) / _p50(plan["empty"]["wire"])


def _p50(wire):
    return wire["1"]["p50"]


def _static(row):
    return row["constants"]["1"]["p50"] if "constants" in row else 0


def _bare(row, empty):
    return max(0, row["inside"]["bare_ms"] - empty["inside"]["bare_ms"])


def _ratio(row, empty):
    return _p50(row["wire"]) / (_static(row) + _bare(row, empty))


def _number(number, places=1):
    return f"{number:.{places}f}".replace(".", ",")


def _day(day):
    year, month, day = day.split("-")
    return f"{day}/{month}/{year}"
