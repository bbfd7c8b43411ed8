"""Who may come to the addresses of the steering committee."""

from tests.house.doors.door import ANYONE, INDIVIDUAL, MINE, MISSION, OFFICE, SCHOOL, Door

PLAN = {"school": "mines", "plan": "committee_plan"}
MEETING = {"school": "mines", "ident": "meeting"}
MINUTES = {"school": "mines", "ident": "minutes"}
REVIEW = {"school": "mines", "ident": "review"}

COMMITTEE: dict[str, Door] = {
    "committee:reviews": SCHOOL,
    "committee:public_review": Door(ANYONE, PLAN | {"year": "2025"}),
    "committee:mine": MINE,
    **dict.fromkeys(
        ("committee:my_meeting", "committee:my_paper", "committee:my_calendar"),
        Door(INDIVIDUAL, MEETING),
    ),
    "committee:manage": OFFICE,
    **dict.fromkeys(
        (
            *("committee:meeting", "committee:move", "committee:fill", "committee:add_point", "committee:call"),
            *("committee:call_off", "committee:hold", "committee:paper", "committee:calendar"),
        ),
        Door(MISSION, MEETING),
    ),
    **dict.fromkeys(
        ("committee:write", "committee:show_proof", "committee:approve", "committee:correct"), Door(MISSION, MINUTES)
    ),
    **dict.fromkeys(("committee:raise_point", "committee:remove_point"), Door(MISSION, MEETING | {"point": "point"})),
    **dict.fromkeys(
        ("committee:decision", "committee:settle"), Door(MISSION, {"school": "mines", "ident": "decision"})
    ),
    "committee:seat": Door(MISSION, {"school": "mines", "ident": "seat"}),
    **dict.fromkeys(("committee:review", "committee:publish"), Door(MISSION, REVIEW)),
    "committee:export": Door(MISSION, REVIEW | {"kind": "csv"}),
    **dict.fromkeys(
        (
            *("committee:home", "committee:set_up", "committee:members", "committee:new_meeting"),
            *("committee:open_review", "committee:following"),
        ),
        Door(MISSION, PLAN),
    ),
    "committee:compare": Door(MISSION, PLAN | {"other": "next_plan"}),
}
