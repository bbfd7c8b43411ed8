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

TRUSTEES: Final = ("Claire Vasseur", "Denis Moreau", "Amina Traoré")
RECOVERY_SEED: Final = "ee84129321e4ebd8394d6039690d9d6b48f3e3b7c613497a6bf01293b0903b61"
SHEETS: Final = (
    "208R-81RH-27FK-PDCN-ATSS-RETH-1EFA-WB6F-20FK-K2PD-8B00-ZDBG-1A1K-VV0T",
    "1AFN-2JEP-18TJ-4GJA-4YJR-EJGQ-KTPM-PCDM-4DM1-GZ6Z-S7F1-PP1J-1ND4-V9MH",
    "S0T0-THHZ-D1X1-QCST-7EKE-ANKF-AXZK-XFM4-Y6CQ-Y73A-EJN4-6PQW-833Z-2AY3",
)
"""The recovery key of the made-up cell, and its three sheets: any two of them give it."""

RECEIPTS: Final = {
    1: "jardin lune papier sable orange tilleul caillou mauve double",
    2: "citron brosse bosquet galet piano cerise tapis nuage exergue",
    3: "lustre moulin rivage girafe cahier savon bulbe menthe guichet",
    4: "loutre note ruban quai soupe cabane reflet lilas gypse",
}
"""The receipts that visitors may try, by their number in `stories.toml`."""
