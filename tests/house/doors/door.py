"""What a door of the house is: who may come in, and the words of its address."""

from dataclasses import dataclass, field

ANYONE, ACCOUNT, MEMBER, LEAD, INDIVIDUAL, MISSION = range(6)
UNKNOWN = "00" * 16


@dataclass
class Door:
    """Who may come in, the words of its address, and the one of them that names something of the cell."""

    who: int
    words: dict[str, str] = field(default_factory=dict)
    thing: str = ""


SCHOOL = Door(ANYONE, {"school": "mines"})
MINE = Door(INDIVIDUAL, {"school": "mines"})
OFFICE = Door(MISSION, {"school": "mines"})
