"""Who may come to the addresses of the library and of the contests."""

from tests.house.doors.door import ANYONE, INDIVIDUAL, MINE, MISSION, OFFICE, SCHOOL, UNKNOWN, Door

WORK = {"school": "mines", "slug": "consentement"}
WORDS = WORK | {"language": "fr"}
SENT = WORK | {"file": UNKNOWN}
CALL = {"school": "mines", "slug": "contest"}
ENTRY = CALL | {"ident": "entry"}
JUDGED = {"school": "mines", "slug": "jury-ici", "ident": "judged"}
LINK = {"school": "mines", "token": "link"}
LINKED = LINK | {"ident": "judged"}

WORKS: dict[str, Door] = {
    "contests:export": Door(MISSION, CALL | {"kind": "csv"}),
    "library:export": Door(MISSION, {"school": "mines", "kind": "csv"}),
    **dict.fromkeys(
        (
            "library:access",
            "library:caption",
            "library:edit",
            "library:our_cover",
            "library:our_file",
            "library:our_film",
            "library:preview",
            "library:remove",
            "library:send",
        ),
        Door(MISSION, WORK),
    ),
    "library:captions": Door(ANYONE, WORDS),
    **dict.fromkeys(("library:cover", "library:file", "library:film", "library:work"), Door(ANYONE, WORK)),
    "library:home": SCHOOL,
    **dict.fromkeys(("library:manage", "library:new", "library:posters"), OFFICE),
    "library:mine": MINE,
    "library:my_captions": Door(INDIVIDUAL, WORDS),
    **dict.fromkeys(
        ("library:my_cover", "library:my_file", "library:my_film", "library:my_work"), Door(INDIVIDUAL, WORK)
    ),
    "library:our_captions": Door(MISSION, WORDS),
    "library:uncaption": Door(MISSION, WORDS),
    "library:send_part": Door(MISSION, SENT | {"offset": "0"}),
    "library:sent": Door(MISSION, SENT),
    **dict.fromkeys(
        (
            "contests:agree",
            "contests:enter",
            "contests:own_film",
            "contests:send",
            "contests:submit",
            "contests:take_back",
            "contests:withdraw",
        ),
        Door(INDIVIDUAL, CALL),
    ),
    **dict.fromkeys(("contests:announce", "contests:edit", "contests:invite", "contests:seat"), Door(MISSION, CALL)),
    "contests:contest": Door(ANYONE, CALL),
    "contests:contests": SCHOOL,
    **dict.fromkeys(("contests:entry", "contests:film", "contests:show"), Door(MISSION, ENTRY)),
    **dict.fromkeys(
        ("contests:jury_aside", "contests:jury_captions", "contests:jury_entry", "contests:jury_film"),
        Door(INDIVIDUAL, JUDGED),
    ),
    "contests:jury_entries": Door(INDIVIDUAL, {"school": "mines", "slug": "jury-ici"}),
    **dict.fromkeys(
        ("contests:link_aside", "contests:link_captions", "contests:link_entry", "contests:link_film"),
        Door(ANYONE, LINKED),
    ),
    "contests:link_entries": Door(ANYONE, LINK),
    "contests:manage": OFFICE,
    "contests:new": OFFICE,
    "contests:paper": Door(MISSION, ENTRY | {"consent": "consent"}),
    "contests:send_part": Door(INDIVIDUAL, CALL | {"file": UNKNOWN, "offset": "0"}),
    "contests:sent": Door(INDIVIDUAL, CALL | {"file": UNKNOWN}),
    "contests:take_consent_back": Door(INDIVIDUAL, CALL | {"ident": UNKNOWN}),
    "contests:unseat": Door(MISSION, CALL | {"ident": "juror"}),
}
