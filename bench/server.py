"""A server of its own for one measurement, started and stopped with it."""

import os
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def portal_server(*, workers=2, threads=4):
    """Run the portal as deploy/plan57-web.service does, with a worker for each core, and yield its port and process.

    Raises RuntimeError when it does not answer in 30 s.
    """
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "plan57.wsgi", "--bind", f"127.0.0.1:{port}", "--worker-class"]
    command += ["gthread", "--workers", str(workers), "--threads", str(threads), "--log-level", "error"]
    # Longer than the slowest of what is asked for in turn: a connection waits while the others are asked.
    command += ["--keep-alive", "75"]
    process = subprocess.Popen(command, env=os.environ | {"MALLOC_ARENA_MAX": "2"})
    try:
        _wait_until_open(port, process)
        yield port, process
    finally:
        process.terminate()
        process.wait(timeout=60)


def _wait_until_open(port, process):
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("Máy chủ đo tốc độ không khởi động được.")


def memory(process):
    """Return the largest memory in megabytes that a worker of the server has held so far (0 where none can be read)."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not children.exists():
        return 0
    return max((peak(pid) for pid in children.read_text().split()), default=0)


def peak(pid="self"):
    """Return the largest memory in megabytes that a process has held so far (0 where it cannot be read)."""
    if not Path(f"/proc/{pid}/status").exists():
        return 0
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
