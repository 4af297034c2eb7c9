"""A real spreadsheet program: opens a workbook, has cells typed into it, and saves it its own way."""

import json
import subprocess
from pathlib import Path

# Debian's own Python has the bridge to LibreOffice; a virtual environment has not.
SYSTEM_PYTHON = "/usr/bin/python3"
SECONDS = 240


def type_into(workbook, cells, folder):
    """Return the bytes of the workbook after a person typed `cells`, [(sheet, place, text)], into LibreOffice."""
    before, after, script = folder / "before.xlsx", folder / "after.xlsx", Path(__file__).with_name("typing_script.py")
    before.write_bytes(workbook)
    job = {"before": str(before), "after": str(after), "profile": str(folder / "profile"), "cells": cells}
    subprocess.run([SYSTEM_PYTHON, str(script)], input=json.dumps(job).encode(), check=True, timeout=SECONDS)
    return after.read_bytes()


def as_pdf(workbook, folder):
    """Return the path of the workbook as LibreOffice prints it."""
    source = folder / "form.xlsx"
    source.write_bytes(workbook)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, timeout=SECONDS, stdout=subprocess.DEVNULL)
    return folder / "form.pdf"
