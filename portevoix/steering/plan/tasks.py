"""Letters to those who have proposed something: there is news in their space, and no word of what."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from portevoix.ground.population import letters
from portevoix.ground.population.models import Individual
from portevoix.steering.plan.models import Proposal

AGAIN = timedelta(minutes=10)
TRIES = 12


@task()
def write(proposal_ident: str, individual_ident: str, tries: int = TRIES) -> None:
    """Write to whoever proposed; two hours long, when the post office does not take it."""
    proposal = Proposal.objects.named(proposal_ident)
    individual = Individual.objects.present().named(individual_ident)
    if proposal is None or individual is None:
        return
    with override(settings.LANGUAGE_CODE):
        link = settings.ORIGIN + reverse("plan:my_proposal", args=[individual.school.slug, proposal.ident])
        try:
            letters.write(individual, _("News in your space"), "plan/mail/news.txt", link=link)
        except OSError:
            if tries > 1:
                again = write.using(run_after=timezone.now() + AGAIN)
                again.enqueue(proposal_ident, individual_ident, tries - 1)
