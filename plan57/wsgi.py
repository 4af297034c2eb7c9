import gc
import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.template.loader import get_template
from django.urls import reverse

# A page makes thousands of small things and drops them together when it is sent. At Python's own threshold (700) the
# collector would look through the living ones a dozen times while one page is made, and find nothing. Much more would
# keep too many dead ones in memory.
NEW_OBJECTS_BETWEEN_COLLECTIONS = 3_000

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plan57.settings")
application = get_wsgi_application()


def read_pages():
    """Read the code of every page, as one address looked up does, and every template of the portal."""
    reverse("portal:home")
    for folder in settings.TEMPLATES[0]["DIRS"]:
        for file in Path(folder).rglob("*.html"):
            get_template(file.relative_to(folder).as_posix())


# What is read by now lives as long as the process: the collector, which else goes through all of it again and again
# while a page is made, is told to leave it alone.
read_pages()
gc.collect()
gc.freeze()
gc.set_threshold(NEW_OBJECTS_BETWEEN_COLLECTIONS)
