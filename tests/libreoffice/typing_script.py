"""Run by the system's Python: starts LibreOffice, types into cells of a workbook, saves it as .xlsx.

Reads the job from standard input. A text goes in by the command that the keyboard gives, so that the program decides
by itself what is a number and what a day; protected cells refuse as they do for people.
"""

import contextlib
import json
import subprocess
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

SECONDS = 120


def main():
    job = json.load(sys.stdin)
    pipe = f"plan57-{Path(job['profile']).parent.name}-{time.monotonic_ns()}"
    profile = f"-env:UserInstallation={Path(job['profile']).as_uri()}"
    accept = f"--accept=pipe,name={pipe};urp;"
    office = subprocess.Popen(["soffice", profile, "--headless", "--norestore", "--nologo", accept])
    try:
        manager = connect(pipe, office)
        desktop = manager.createInstance("com.sun.star.frame.Desktop")
        keyboard = manager.createInstance("com.sun.star.frame.DispatchHelper")
        book = desktop.loadComponentFromURL(Path(job["before"]).as_uri(), "_blank", 0, (prop("Hidden", True),))
        for sheet, place, text in job["cells"]:
            type_text(keyboard, book.CurrentController, book.Sheets.getByName(sheet), place, text)
        book.storeToURL(Path(job["after"]).as_uri(), (prop("FilterName", "Calc MS Excel 2007 XML"),))
        book.close(True)
        desktop.terminate()
        office.wait(timeout=60)
    finally:
        office.kill()


def type_text(keyboard, view, sheet, place, text):
    view.setActiveSheet(sheet)
    keyboard.executeDispatch(view.Frame, ".uno:GoToCell", "", 0, (prop("ToPoint", place),))
    keyboard.executeDispatch(view.Frame, ".uno:EnterString", "", 0, (prop("StringName", text),))


def connect(pipe, office):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline and office.poll() is None:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            with contextlib.suppress(subprocess.TimeoutExpired):
                office.wait(timeout=0.5)
        else:
            return context.ServiceManager
    sys.exit("LibreOffice không trả lời.")


def prop(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


main()
