"""Questions, and people who came and answer, for the stories of this room."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from portevoix.campus.attendance import acts as attendance
from portevoix.campus.attendance.models import Presence
from portevoix.campus.evaluation import acts
from portevoix.campus.evaluation.models import Asked, Question
from portevoix.campus.sittings.models import Sitting
from portevoix.campus.trainings.models import Training
from portevoix.ground.population.models import Individual

LAW = {
    "topic": "quiz",
    "kind": "choice",
    "text": "Ne rien dire, est-ce être d’accord ?",
    "choices": ["Oui", "Non", "Je ne sais pas"],
}
WORDS = {"topic": "satisfaction", "kind": "words", "text": "Qu’est-ce qui manquait ?"}
SURE = {"topic": "quiz", "kind": "scale", "text": "Je saurais quoi faire."}


def a_question(training: Training, known: dict[str, Any], **more: Any) -> Question:
    """One of those above."""
    rank = Question.objects.about(training).last_rank() + 1
    return Question.objects.create(**{"training": training, "rank": rank} | known | more)


def came(individual: Individual, sitting: Sitting) -> Presence:
    """Was there."""
    return attendance.note_presence(sitting, individual, Presence.Means.CODE)


def answers_with(asked: Asked, answers: acts.Answers, now: datetime) -> None:
    """Says this."""
    acts.answer(asked, answers, now)
