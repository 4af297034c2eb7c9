from common.clock import today
from units.models import Membership

SESSION_KEY = "acting_post"


class ActingPostMiddleware:
    """Puts on each request the posts its user holds today (`posts`) and the one he acts from (`membership`).

    `membership` is None when signed out or without a post. A post that has ended since is silently left for another.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.posts = []
        if request.user.is_authenticated:
            request.posts = posts_of(request.user)
        chosen = request.session.get(SESSION_KEY)
        request.membership = next((post for post in request.posts if post.pk == chosen), None) or next(
            iter(request.posts), None
        )
        return self.get_response(request)


def posts_of(user):
    """Return the posts `user` holds today as a list, each with its unit and the head it stands in for (1 query)."""
    posts = Membership.objects.filter(user=user).valid(today())
    return list(posts.select_related("user", "unit", "stands_in_for__user").order_by("unit__order", "role", "pk"))
