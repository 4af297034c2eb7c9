"""The portal as in production, plus one empty page: the floor that every other page is compared with."""

from plan57.settings import *  # noqa: F403 - a benchmark is the portal with one address more

ROOT_URLCONF = "bench.urls"
