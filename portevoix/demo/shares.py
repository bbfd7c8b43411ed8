"""The shares of women that Mines Saint-Étienne and Mines Paris have published: real figures, shown as they are.

`shares.csv` holds them with their sources; those of the Conférence des grandes écoles in it are the product's own.
"""

import csv
import io
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from portevoix.ground.people.models import Office
from portevoix.ground.schools.models import School
from portevoix.ground.sheets.reading import read
from portevoix.steering.shares import acts, columns, imports
from portevoix.steering.shares.lines import Options, understand
from portevoix.steering.shares.models import Family, Programme, Stage

PUBLISHED = Path(__file__).parent / "shares.csv"
NOTE = (
    "Chiffres réels, publiés par {school}\N{NO-BREAK SPACE}: ce ne sont pas ceux de l’école de démonstration, "
    "qui est inventée. "
    "Ils sont montrés ici tels qu’ils ont été publiés."
)


def show(school: School, now: datetime) -> None:
    """Everything that was published, under the name of the school it is of; and one target, made up."""
    office = Office.objects.for_school(school).current()[0]
    sheet = read("shares.csv", _told().encode())
    options = Options(columns=tuple(columns.guess(sheet.header)), publish=True)
    for programme in imports.take_in(school, understand(sheet, options), options, office).programmes.values():
        programme.note = NOTE.format(school=programme.name.partition(" (")[2].rstrip(")"))
        programme.family = Family.ENGINEERS
        acts.keep_programme(programme, office)
    first = Programme.objects.for_school(school).in_order()[0]
    acts.aim(first, Stage.ADMITTED, now.year + 2, Decimal(30), office, published=True)


def _told() -> str:
    """The table as a school would send it: one school's programmes, each with whose it is."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["programme", "stage", "year", "percent", "source"])
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        for one in csv.DictReader(file):
            if one["institution"] != "CGE":
                name = f"{one['programme']} ({one['institution']})"
                writer.writerow([name, one["stage"], one["year"], one["percent_women"], one["source"]])
    return out.getvalue()
