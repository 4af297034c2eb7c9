"""Ids of an office that has worked for years: of five digits, so that one written with a dot (12.345) is found."""

from django.apps import apps
from django.db import connection

FIRST_ID = 12_000


def begin_ids_high():
    """Let every table of the test database that counts its ids count on from FIRST_ID."""
    tables = [
        model._meta.db_table for model in apps.get_models() if model._meta.pk.get_internal_type() == "BigAutoField"
    ]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany("DELETE FROM sqlite_sequence WHERE name = %s", [[table] for table in tables])
            cursor.executemany(
                "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [[table, FIRST_ID] for table in tables]
            )
        else:
            for table in tables:
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [f'"{table}"', FIRST_ID])
