"""A database to which all migrations were applied, kept for the next run of the tests on SQLite."""

import os
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import connection

# What decides which tables there are: our migrations, the versions of libraries with theirs, which of them are used.
SOURCES = ["*/migrations/*.py", "requirements.txt", "plan57/settings.py"]


def mark_of_migrations():
    """Return a word that changes with any migration."""
    mark = sha256()
    for path in sorted(path for pattern in SOURCES for path in settings.BASE_DIR.glob(pattern)):
        mark.update(path.read_bytes())
    return mark.hexdigest()[:16]


def keep_copy(file):
    """Write the database as it stands to `file`. Of two runs that do so at once, one copy stays, a whole one."""
    half = Path(f"{file}.{os.getpid()}")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(half)])
    os.replace(half, file)
