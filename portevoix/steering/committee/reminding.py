"""What the mission should not let pass about its committee, said on its first page."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portevoix.ground.schools.models import School
from portevoix.ground.schools.reminders import Reminder
from portevoix.ground.web.days import in_words
from portevoix.steering.committee.models import Committee, Decision, Meeting, Review

AHEAD, SOON = timedelta(days=21), timedelta(days=7)
PATIENCE = timedelta(days=30)
"""How long minutes may wait for their approval before it is said."""
TO_LOOK_BACK = timedelta(days=14)
"""How far into January one has time."""


def of(school: School, day: date) -> list[Reminder]:
    """For the committees of plans that are not closed."""
    return [*_meetings(school, day), *_decisions(school, day), *_years(school, day)]


def _meetings(school: School, day: date) -> Iterator[Reminder]:
    for meeting in Meeting.objects.for_school(school).unfinished():
        on = localdate(meeting.at)
        address = reverse("committee:meeting", args=[school.slug, meeting.ident])
        said = {"day": in_words(on)}
        if meeting.is_held:
            if day > on + PATIENCE:
                yield Reminder(_("The minutes of the meeting of %(day)s are not approved yet.") % said, address)
        elif on < day:
            sentence = _("The committee was to meet on %(day)s: note that it did, and write the minutes.")
            yield Reminder(sentence % said, address, is_pressing=True)
        elif meeting.called is None and on <= day + AHEAD:
            sentence = _("The committee meets on %(day)s: its members have not been written to.")
            yield Reminder(sentence % said, address, is_pressing=on <= day + SOON)


def _decisions(school: School, day: date) -> Iterator[Reminder]:
    for committee in Committee.objects.for_school(school).latest_first():
        late = Decision.objects.of_committee(committee).waiting().due_before(day).count()
        if late:
            sentence = ngettext(
                "%(n)d decision of the committee should be done by now.",
                "%(n)d decisions of the committee should be done by now.",
                late,
            )
            address = reverse("committee:home", args=[school.slug, committee.plan.slug])
            yield Reminder(sentence % {"n": late}, address)


def _years(school: School, day: date) -> Iterator[Reminder]:
    """From the middle of January on, the year that ended; of a plan that has a committee."""
    year = (day - TO_LOOK_BACK).year - 1
    for committee in Committee.objects.for_school(school).latest_first():
        plan = committee.plan
        looked_back = Review.objects.of_plan(plan).of_year(year).exists()
        if year in plan.years and plan.closed is None and not looked_back and day.year == year + 1:
            address = reverse("committee:home", args=[school.slug, plan.slug])
            yield Reminder(_("The year %(year)d of the plan has not been reviewed.") % {"year": year}, address)
