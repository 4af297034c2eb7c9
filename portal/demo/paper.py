"""A letter on paper in the sample data: the standing office takes in what a unit has signed and sent by post."""

from datetime import timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from portal.demo.wording import pick, result_of, sentence
from progress.actions.paper import Letter, as_typed, register_paper
from progress.enums import WorkState

WIDTH, HEIGHT = 620, 877


def take_letter(report, day, *, by):
    """Register a letter of the report's unit, received on `day`, by the post `by` of its receiver."""
    unit = report.unit
    number = f"{1 + pick(unit.code, 'letter', among=40):02d}-BC/{unit.document_symbol or 'VP'}"
    letter = Letter(
        number=number,
        issued_on=max(day - timedelta(days=2), report.period.covers_from),
        received_on=day,
        **{name: sentence(name, unit.code, str(report.period)) for name in ("difficulties", "next_steps", "proposals")},
    )
    lines = report.lines.select_related("assignment__task")
    typed = [_typed(line, 1 + pick(unit.code, line.task_code, among=12)) for line in lines]
    register_paper(report, letter, typed, scan=_scan(number), declared=True, by=by)


def _typed(line, number):
    said = {"result": result_of(line.task_code, number), "product": "", "work_state": WorkState.IN_PROGRESS}
    return as_typed(line, said | {"percent": None, "done_on": None})


def _scan(number):
    """Return a small .png upload: a sheet of grey lines that says it is a sample."""
    sheet, stream = Image.new("L", (WIDTH, HEIGHT), 250), BytesIO()
    draw = ImageDraw.Draw(sheet)
    draw.text((60, 50), "BAN QUET MAU - KHONG PHAI VAN BAN THAT", fill=60)
    for line in range(120, HEIGHT - 160, 26):
        draw.line((60, line, WIDTH - 60 - 90 * (line % 4 == 0), line), fill=150, width=3)
    draw.ellipse((WIDTH - 220, HEIGHT - 150, WIDTH - 120, HEIGHT - 50), outline=90, width=4)
    sheet.save(stream, "PNG")
    return SimpleUploadedFile(f"Bản quét {number.replace('/', '-')}.png", stream.getvalue())
