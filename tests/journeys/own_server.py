"""A second server on the sample data, which a journey may stop and start again."""

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class OwnServer:
    def __init__(self, database, port, folder):
        self.port, self.folder = port, folder
        self.environment = os.environ | {
            "DATABASE_URL": database,
            "VAR_DIR": str(folder),
            "DEBUG": "1",
            "LOG_LEVEL": "WARNING",
        }
        self.process = None

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        """Start it and wait until it answers."""
        options = ["--bind", f"127.0.0.1:{self.port}", "--threads", "4", "--log-level", "error"]
        with (self.folder / "own_server.log").open("a") as log:
            command = [sys.executable, "-m", "gunicorn", "plan57.wsgi", *options]
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=20):
                    return
            except OSError:
                continue
        raise AssertionError((self.folder / "own_server.log").read_text()[-2000:])

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=30)
