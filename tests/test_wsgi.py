"""How a worker of the portal begins."""

import subprocess
import sys

BEGIN = "import gc, sys, plan57.wsgi; print(gc.get_freeze_count() > 100_000, 'portal.reports.views' in sys.modules)"


def test_worker_reads_the_pages_first_and_keeps_them_from_the_collector():
    begun = subprocess.run([sys.executable, "-c", BEGIN], capture_output=True, text=True, check=True)

    assert begun.stdout.split() == ["True", "True"]
