"""The goals of speed, each with what was measured. Ratios are taken within one run; what was not measured is said."""

from dataclasses import dataclass

from bench.pages import DASHBOARD, LIST

WHOSE = {
    ("district", "district"): "huyện",
    ("province", "country"): "tỉnh",
    ("nation", "district"): "huyện trong cả nước",
    ("nation", "country"): "cả nước",
}
# A machine is not as fast in one minute as in the next.
BY_EMPTY = "(mỗi bên tính theo trang trống của mình)"
WORKBOOK_LINES, NEARLY = 30_000, 0.9


@dataclass(frozen=True)
class Goal:
    words: str
    measured: str
    is_met: bool | None

    @property
    def verdict(self):
        return {True: "đạt", False: "chưa đạt", None: "chưa đo"}[self.is_met]


def warm(row):
    """How many times the empty page asked for in turn with it a page costs."""
    return row.get("to_empty")


def after_a_write(row):
    """The same right after somebody wrote, when no figure is remembered."""
    return row["after_writes"]["to_empty"] if "after_writes" in row else None


def goals(found):
    """Yield a Goal for each goal and each plan it is asked of; `found` is {(size, plan): what was measured}."""
    for key, whose in WHOSE.items():
        yield from _of_pages(whose, found.get(key))
    own, within, nation = (found.get(key) for key in WHOSE if key != ("province", "country"))
    yield _at_most("tổng quan của huyện ≤ 4 × trang trống", _to_empty(own, DASHBOARD), 4)
    yield _at_most(
        "tổng quan của huyện ngay sau một lần ghi ≤ 4 × trang trống", _to_empty(own, DASHBOARD, after_a_write), 4
    )
    yield _at_most("danh sách của huyện ≤ 3 × trang trống", _to_empty(own, LIST), 3)
    yield _within_nation(own, within)
    for when, state in [("", warm), (" ngay sau một lần ghi", after_a_write)]:
        words = f"tổng quan cả nước{when} ≤ 2 × tổng quan của huyện {BY_EMPTY}"
        yield _at_most(words, _quotient(_to_empty(nation, DASHBOARD, state), _to_empty(within, DASHBOARD, state)), 2)
    for key, whose in WHOSE.items():
        yield from _of_sending(whose, found.get(key))
        yield from _of_memory(whose, found.get(key))
    yield _of_workbook(found.values())


def _of_pages(whose, plan):
    words = f"{whose}: mỗi trang ≤ 1,5 × (tĩnh + SQL)"
    if plan is None:
        yield Goal(words, "–", None)
        return
    ratios = {name: row["ratio"] for name, row in plan["pages"].items() if "ratio" in row}
    yield _all_of(words, ratios, 1.5)
    faulty = [name for name, row in plan["pages"].items() if "fault" in row]
    if faulty:
        yield Goal(f"{whose}: mọi trang đo được", f"không đo được: {', '.join(faulty)}", False)


def _within_nation(own, within):
    words = f"trang của huyện trong dữ liệu cả nước ≤ 1,3 × trong dữ liệu riêng {BY_EMPTY}"
    if own is None or within is None:
        return Goal(words, "–", None)
    grown = {name: _quotient(_to_empty(within, name), _to_empty(own, name)) for name in own["pages"]}
    return _all_of(words, {name: number for name, number in grown.items() if number}, 1.3)


def _of_sending(whose, plan):
    sent = plan["submit"] if plan and "fault" not in plan["submit"] else None
    yield _at_most(f"{whose}: gửi một báo cáo ≤ 10 × trang trống", sent and sent["1"]["to_empty"], 10)
    words, rate = f"{whose}: 8 người cùng gửi ≥ 25 báo cáo mỗi giây", sent["8"]["per_second"] if sent else None
    yield Goal(words, _words(rate), rate and rate >= 25)


def _of_memory(whose, plan):
    for key, when in [("megabytes", "sau mọi trang"), ("files_megabytes", "sau khi tải tệp")]:
        yield _at_most(f"{whose}: tiến trình {when} ≤ 200 MB", plan and plan[key], 200)


def _of_workbook(plans):
    """Of the plan that has so many lines in a period."""
    made = [plan["workbook"] for plan in plans if plan["workbook"].get("lines", 0) >= WORKBOOK_LINES * NEARLY]
    words = "bộ số liệu 30.000 dòng ≤ 5 giây"
    return _at_most(words, max((one["seconds"] for one in made), default=None), 5)


def _all_of(words, ratios, limit):
    """A Goal that every page is to reach: how many do, and the farthest."""
    reached, worst = sum(one <= limit for one in ratios.values()), max(ratios, key=ratios.get)
    measured = f"{reached}/{len(ratios)} trang đạt; xa nhất: {worst} {_words(ratios[worst])}"
    return Goal(words, measured, reached == len(ratios))


def _at_most(words, measured, limit):
    return Goal(words, _words(measured), None if measured is None else measured <= limit)


def _to_empty(plan, page, state=warm):
    return state(plan["pages"].get(page, {})) if plan else None


def _quotient(one, other):
    return one / other if one is not None and other else None


def _words(number):
    return "–" if number is None else f"{number:.2f}".replace(".", ",")
