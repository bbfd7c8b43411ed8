"""The front door: which address leads to which room."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

rooms = [
    path("", include("portevoix.ground.people.urls")),
    path("", include("portevoix.sealed.keys.urls")),
    path("cellule/", include("portevoix.sealed.cases.urls")),
    path("", include("portevoix.ground.web.urls")),
    path("", include("portevoix.ground.schools.urls")),
    path("<slug:school>/", include("portevoix.sealed.testimonies.urls")),
    path("<slug:school>/", include("portevoix.steering.report.urls")),
    path("<slug:school>/", include("portevoix.steering.practices.urls")),
    path("<slug:school>/", include("portevoix.steering.committee.urls")),
    path("<slug:school>/", include("portevoix.steering.plan.urls")),
    path("<slug:school>/", include("portevoix.steering.survey.urls")),
    path("<slug:school>/", include("portevoix.steering.shares.urls")),
    path("<slug:school>/", include("portevoix.campus.prevention.urls")),
    path("<slug:school>/", include("portevoix.campus.sittings.urls")),
    path("<slug:school>/", include("portevoix.campus.evaluation.urls")),
    path("<slug:school>/", include("portevoix.campus.attendance.urls")),
    path("<slug:school>/", include("portevoix.campus.trainings.urls")),
    path("<slug:school>/", include("portevoix.ground.population.urls")),
    path("<slug:school>/", include("portevoix.campus.contests.urls")),
    path("<slug:school>/", include("portevoix.campus.library.urls")),
    path("<slug:school>/", include("portevoix.campus.associations.urls")),
    path("<slug:school>/", include("portevoix.campus.care.urls")),
]
urlpatterns = [
    path("", include("portevoix.ground.trail.urls")),
    *i18n_patterns(*rooms, prefix_default_language=False),
]

handler400 = "portevoix.ground.web.views.bad_request"
handler403 = "portevoix.ground.web.views.forbidden"
handler404 = "portevoix.ground.web.views.not_found"
handler500 = "portevoix.ground.web.views.broken"
