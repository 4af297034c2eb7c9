"""A browser with a folder of its own, which a journey may kill and start again where it fell over."""

import os
import select
import shutil
import signal
from pathlib import Path

from tests.journeys.visitor import Visitor, new_context_args


class OwnBrowser:
    def __init__(self, browser_type, folder, *, options):
        self.browser_type, self.folder, self.options = browser_type, folder, options
        self.context = None

    def start(self, **looks):
        """Start it; return the Visitor who sits at it."""
        self.context = self.browser_type.launch_persistent_context(
            self.folder, executable_path=shutil.which("chromium"), **self.options, **new_context_args(**looks)
        )
        return Visitor(self.context, folder=self.folder, **looks)

    def close(self):
        if self.context:
            self.context.close()

    def kill(self):
        """End all of its processes, as a power cut would. They are gone when this returns: one that is left over would
        keep the folder to itself, and the next browser would find nothing in it."""
        group = os.getpgid(self._main_process())
        ends = [os.pidfd_open(process) for process in _processes() if _group_of(process) == group]
        os.killpg(group, signal.SIGKILL)
        for end in ends:
            ended, _, _ = select.select([end], [], [], 60)
            os.close(end)
            assert ended == [end]
        self.context = None

    def _main_process(self):
        (found,) = [one for one in _processes() if f"--user-data-dir={self.folder}" in _command(one)]
        return found


def _processes():
    return [int(place.name) for place in Path("/proc").glob("[0-9]*")]


def _command(process):
    """Return the words `process` was started with; none when it is gone, or a helper of another process."""
    try:
        words = Path(f"/proc/{process}/cmdline").read_text().split("\0")
    except OSError:
        return []
    return [] if any(word.startswith("--type=") for word in words) else words


def _group_of(process):
    try:
        return os.getpgid(process)
    except ProcessLookupError:
        return None
