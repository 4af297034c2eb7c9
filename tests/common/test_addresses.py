from django.urls import reverse

from common.addresses import address_of


def test_address_is_the_one_that_django_gives():
    for number in (1, 1234567):
        assert address_of("portal:report", number) == reverse("portal:report", args=[number])
        assert address_of("portal:report-write", number) == reverse("portal:report-write", args=[number])
