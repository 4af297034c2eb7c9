import os

import pytest

from progress.actions.evidence import sweep_files

pytestmark = pytest.mark.django_db


def test_sweep_goes_on_past_a_file_that_has_gone(media_root):
    folder = media_root / "evidence" / "24"
    folder.mkdir(parents=True)
    # A name in the folder with nothing behind it: what the sweep meets when another one was faster.
    (folder / ("a" * 32)).symlink_to(folder / "gone")
    orphan = folder / ("b" * 32)
    orphan.write_text("x")
    os.utime(orphan, (0, 0))

    assert sweep_files() == 1

    assert not orphan.exists()
