"""How a worker of the portal begins."""

import subprocess
import sys

BEGIN = """
import gc, sys, plan57.wsgi
from django.template import engines
print(gc.get_freeze_count() > 150_000, gc.get_threshold()[0] > 2_000, 'portal.reports.views' in sys.modules)
print('portal/home/home.html' in engines['django'].engine.template_loaders[0].get_template_cache)
"""


def test_worker_reads_pages_and_templates_first_and_keeps_them_from_the_collector():
    begun = subprocess.run([sys.executable, "-c", BEGIN], capture_output=True, text=True, check=True)

    assert begun.stdout.split() == ["True"] * 4
