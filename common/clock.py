from django.utils import timezone


def today():
    """Return the day it is in the office (Asia/Ho_Chi_Minh), not in UTC."""
    return timezone.localdate()
