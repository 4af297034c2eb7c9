"""`python -m bench`: make the district on PostgreSQL, run the portal, and print what each page costs.

Needs DATABASE_URL of an empty (or once filled) PostgreSQL database; nothing else may run on the machine meanwhile.
"""

import os
import secrets

import django


def start():
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    os.environ |= {"DEBUG": "0", "HTTPS": "0", "ALLOWED_HOSTS": "localhost", "LOG_LEVEL": "WARNING"}
    os.environ.setdefault("SECRET_KEY", secrets.token_hex(32))
    django.setup()

    from bench.run import main  # Django must be set up before its models can be imported.

    main()


if __name__ == "__main__":
    start()
