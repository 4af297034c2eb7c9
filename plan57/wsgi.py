import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import reverse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plan57.settings")
application = get_wsgi_application()

# To look one address up, the code of every page is read. What is read by now lives as long as the process: the
# collector, which else goes through all of it again and again while a page is made, is told to leave it alone.
reverse("portal:home")
gc.collect()
gc.freeze()
