"""Who may sign in to the made-up school. These secrets are public: the README prints them."""

from dataclasses import dataclass
from typing import Final

PASSWORD: Final = "une voix portee plus loin"  # noqa: S105  public on purpose, made-up accounts only
TOTP_SECRET: Final = "PORTEVOIXDEMOPORTEVOIXDEMO234567"  # noqa: S105  same
PASSPHRASE: Final = "lune papier jardin sable tilleul orange"  # noqa: S105  same


@dataclass(frozen=True)
class Account:
    """Someone of the made-up school."""

    key: str
    name: str
    function: str
    lead: bool = False

    @property
    def email(self) -> str:
        return f"{self.key}@demo.example"


ACCOUNTS: Final = (
    Account("marc", "Marc Delattre", "Responsable de la cellule, chargé de mission égalité", lead=True),
    Account("ines", "Inès Benali", "Infirmière"),
    Account("sofia", "Sofia Marchetti", "Psychologue"),
    Account("paul", "Paul Renaud", "Direction des études"),
)

OFFICER: Final = Account("mission", "Hélène Faure", "Mission égalité")
"""Looks after prevention at the made-up school, and sees nothing of the cell."""
STUDENT: Final = Account("lou", "Lou Martin", "Élève de deuxième année")
"""Comes in by a link, which the banner of `/demo/entrer/` shows instead of a letter."""

RECEIPTS: Final = {
    1: "jardin lune papier sable orange tilleul caillou mauve double",
    2: "citron brosse bosquet galet piano cerise tapis nuage exergue",
    3: "lustre moulin rivage girafe cahier savon bulbe menthe guichet",
    4: "loutre note ruban quai soupe cabane reflet lilas gypse",
}
"""The receipts that visitors may try, by their number in `stories.toml`."""
