from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import include, path

from bench import constants
from portal.acts import page


@page
def empty(request):
    """The frame, a signed-in person, and nothing in it: what any page costs before it does its own work."""
    return HttpResponse(render_to_string("base.html", request=request))


urlpatterns = [
    path("trang-trong/", empty, name="bench-empty"),
    path("trang-tinh/", constants.show, name="bench-constants"),
    path("", include("plan57.urls")),
]
