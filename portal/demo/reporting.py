"""How one unit's report goes in the sample data, by its fate: on time, late, sent back, nil, never sent …"""

from datetime import timedelta

from common import clock
from portal.demo.paper import take_letter
from portal.demo.proof import attach_picture, attach_proof
from portal.demo.wording import pick, result_of, sentence, wording
from progress.actions import reports as acts
from progress.actions.evidence import cite
from progress.actions.log import add_log_entry
from progress.enums import WorkState
from progress.shelf import shelf_of

PAST_FATES = ["on_time"] * 8 + ["late", "late", "returned", "returned", "nil", "missing"]
RECENT_FATES = ["received", "sent"]
PRESENT_FATES = {
    "btg-hu": "started",
    "bcd-35": "sent",
    "ubnd-huyen": "waiting",
    "phong-vhtt": "waiting",
    "dai-truyen-thanh": "on_time",
    "phong-gddt": "sent",
    "phong-tckh": "received",
    "xa-phu-nghia": "asked",
    "xa-dak-o": "started",
    "xa-bu-gia-map": "started",
    "xa-da-kia": "on_time",
    "xa-binh-thang": "on_time",
    "xa-duc-hanh": "sent",
    "dang-bo-xa-phu-nghia": "received",
    "dang-bo-xa-dak-o": "mended_twice",
    "dang-bo-xa-da-kia": "paper",
    "ban-dan-van": "nil",
    "mttq": "on_time",
    "don-bien-phong": "sent",
    "cong-an": "started",
}
# Units that show pictures in every report; of the others one in four does.
PICTURED = {"xa-phu-nghia", "phong-vhtt", "xa-duc-hanh"}
# Days before (negative) or after the due day on which the report is sent.
SENT = {"late": 9, "returned": -4, "received": 0}


class Telling:
    """One report being told; each method is something that somebody does on a day."""

    def __init__(self, stage, report):
        self.stage, self.report = stage, report
        self.writer, self.head = stage.writer(report.unit), stage.head(report.unit)
        self.judge = stage.head(report.to_unit)
        self.seed = (report.unit.code, str(report.period))

    def day(self, offset):
        """Return the day `offset` days from the due day, but not in the future of the play."""
        planned = self.report.due_on + timedelta(days=offset)
        return max(min(planned, self.stage.on - timedelta(days=6)), self.report.period.opens_on)

    def at(self, day, hour):
        return clock.set_to(self.stage.moment(day, hour, pick(*self.seed, hour, among=60)))

    def write(self, day, *, share=1):
        """Fill in the first `share` of the lines and the head of the report."""
        with self.at(day, 8):
            lines = list(self.report.lines.select_related("assignment__task", "assignment__unit", "report"))
            for line in lines[: max(1, round(len(lines) * share))]:
                self._write_line(line, day)
            if self.report.unit.code in PICTURED or pick(*self.seed, "picture", among=4) == 0:
                attach_picture(lines[0], by=self.writer)
            for name in ("difficulties", "next_steps", "proposals"):
                self._write_header(name, sentence(name, *self.seed))
        self.report.refresh_from_db()

    def cite_again(self, day):
        """Cite on the last line what the unit showed in an earlier quarter: whoever judges is told."""
        earlier = shelf_of(self.report.unit_id).exclude(citations__line__report=self.report).first()
        if earlier:
            with self.at(day, 8):
                cite(self.report.lines.select_related("report").last(), earlier, by=self.writer)

    def _write_header(self, name, text):
        version = getattr(self.report, f"{name}_version")
        acts.save_header(self.report, name, text, version=version, by=self.writer)

    def _write_line(self, line, day):
        indicators = list(line.assignment.task.indicators.all())
        number = 1 + pick(*self.seed, line.task_code, among=12)
        values = {"result": result_of(line.task_code, number), "product": line.assignment.product}
        values["values"] = {indicator.pk: number * (1 + 24 * place) for place, indicator in enumerate(indicators)}
        values |= self._standing(line, day)
        acts.save_line(line, values, version=line.version, by=self.writer)

    def _standing(self, line, day):
        """Return work state, percent and day done; one-off work ends in time, late, or not yet."""
        if line.cadence:
            unfinished = pick(*self.seed, line.task_code, "state", among=9) == 0
            return {"work_state": WorkState.IN_PROGRESS if unfinished else WorkState.DONE}
        done_on = self._done_on(line, day)
        if done_on is None:
            return {"work_state": WorkState.IN_PROGRESS, "percent": 40 + pick(*self.seed, among=5) * 10}
        attach_proof(line, done_on, by=self.writer)
        return {"work_state": WorkState.DONE, "percent": 100, "done_on": done_on}

    def _done_on(self, line, day):
        chance = pick(self.report.unit.code, line.task_code, "done", among=8)
        if chance == 0 or line.assignment_due_on is None:
            return None
        late = chance in {1, 2}
        planned = line.assignment_due_on + timedelta(days=15 + 9 * chance if late else -(2 + chance))
        earliest = line.assignment.starts_on
        return max(planned, earliest) if max(planned, earliest) <= day else None

    def keep_log(self, day):
        """Write down what was done half-way, for the first assignment of the report."""
        line = self.report.lines.select_related("assignment__task", "assignment__unit").first()
        if line is None:
            return
        with self.at(day, 16):
            text = sentence("log", *self.seed)
            add_log_entry(line.assignment, happened_on=clock.today(), text=text, by=self.writer)

    def sign_off(self, day):
        with self.at(day, 10):
            acts.ask_sign_off(self.report, by=self.writer)

    def send(self, day):
        with self.at(day, 14):
            acts.submit_report(self.report, by=self.head)

    def take_in(self, day):
        with self.at(day, 15):
            acts.receive_report(self.report, by=self.judge)

    def confirm(self, day):
        with self.at(day, 16):
            acts.confirm_report(self.report, by=self.judge)

    def ask_for_more(self, day):
        words = wording()
        line = self.report.submissions.order_by("-number").first().lines.first()
        remarks = [(line, words["remark"], f"{line.result} Địa điểm: nhà văn hóa trung tâm.")] if line else []
        with self.at(day, 15):
            acts.ask_for_more(self.report, by=self.judge, reason=words["reason_for_more"], remarks=remarks)

    def mend(self, day, added):
        """Answer a request for more: the first line says what was asked for."""
        with self.at(day, 8):
            line = self.report.lines.select_related("assignment__task", "assignment__unit", "report").first()
            values = {"result": f"{line.result} {added}"}
            acts.save_line(line, values, version=line.version, by=self.writer)

    def nil(self, day):
        with self.at(day, 9):
            self._write_header("nil_reason", wording()["nil"])
        self.report.refresh_from_db()


def report(stage, one, fate):
    """Let the report `one` meet its `fate`."""
    telling = Telling(stage, one)
    if fate in {"missing", "untouched"}:
        return
    sent_on = telling.day(SENT.get(fate, -2))
    if fate == "paper":
        with telling.at(sent_on, 9):
            take_letter(one, clock.today(), by=stage.writer(one.to_unit))
        return
    telling.keep_log(max(one.period.opens_on, sent_on - timedelta(days=20)))
    if fate == "nil":
        telling.nil(sent_on)
    else:
        telling.write(sent_on, share=0.5 if fate == "started" else 1)
    if fate == "asked":
        telling.cite_again(sent_on)
    if fate != "started":
        _send(telling, fate, sent_on)


def _send(telling, fate, sent_on):
    telling.sign_off(sent_on)
    if fate == "waiting":
        return
    telling.send(sent_on)
    if fate == "sent":
        return
    telling.take_in(sent_on + timedelta(days=1))
    if fate in {"returned", "asked"}:
        telling.ask_for_more(sent_on + timedelta(days=2))
    if fate == "returned":
        telling.send(sent_on + timedelta(days=4))
    if fate == "mended_twice":
        _mend_twice(telling, sent_on)
    elif fate not in {"asked", "received"}:
        telling.confirm(sent_on + timedelta(days=5))


def _mend_twice(telling, sent_on):
    """Asked for more and sent again, twice; the third submission waits for its judge."""
    for round_number, added in enumerate(wording()["mended"]):
        telling.ask_for_more(sent_on + timedelta(days=1 + round_number))
        telling.mend(sent_on + timedelta(days=1 + round_number), added)
        telling.send(sent_on + timedelta(days=2 + round_number))
