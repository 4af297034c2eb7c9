"""Every page people see. Paths are Vietnamese without marks, names English; each section keeps its own list."""

from django.urls import path

from portal.account.urls import urlpatterns as account
from portal.assignments.urls import urlpatterns as assignments
from portal.contributions.urls import urlpatterns as contributions
from portal.dashboards.urls import urlpatterns as dashboards
from portal.directions.urls import urlpatterns as directions
from portal.evidence.urls import urlpatterns as evidence
from portal.extensions.urls import urlpatterns as extensions
from portal.feed.urls import urlpatterns as feed
from portal.health.urls import urlpatterns as health
from portal.help.urls import urlpatterns as help_pages
from portal.home.urls import urlpatterns as home
from portal.inspections.urls import urlpatterns as inspections
from portal.log.urls import urlpatterns as log
from portal.notices.urls import urlpatterns as notices
from portal.people.urls import urlpatterns as people
from portal.periods.urls import urlpatterns as periods
from portal.plan.urls import urlpatterns as plan
from portal.reminders.urls import urlpatterns as reminders
from portal.removals.urls import urlpatterns as removals
from portal.reports.urls import urlpatterns as reports
from portal.reviews.urls import urlpatterns as reviews
from portal.search.urls import urlpatterns as search
from portal.theme import choose_theme
from portal.units.urls import urlpatterns as units
from portal.urging.urls import urlpatterns as urging

app_name = "portal"
urlpatterns = [
    path("tai-khoan/giao-dien/", choose_theme, name="theme-choose"),
    *home,
    *plan,
    *assignments,
    *log,
    *reports,
    *contributions,
    *evidence,
    *extensions,
    *directions,
    *removals,
    *people,
    *periods,
    *dashboards,
    *urging,
    *inspections,
    *reviews,
    *units,
    *search,
    *notices,
    *reminders,
    *feed,
    *help_pages,
    *health,
    *account,
]
