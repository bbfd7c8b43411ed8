"""Addresses of this room: for everyone, for those who have come in, for the mission."""

from django.urls import path, register_converter

from portevoix.ground.sheets import sending as sending  # knows <sheet:kind>
from portevoix.steering.plan import gauging, manage, proposals, views


class Period:
    """`2021-2024`, `2021-2024-2`: the address of a plan. No other word is taken from what stands beside plans."""

    regex = r"\d{4}-\d{4}(?:-\d+)?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Period, "period")
ONE, READ = "plan/<period:slug>/", "mission/plan/<period:slug>/"
app_name = "plan"
MINE, OURS = "moi/plan/", "mission/plan/"
AXIS, ACTION, PIECE = f"{OURS}mesures/<ident>/", f"{OURS}actions/<ident>/", f"{OURS}pieces/<ident>/"
GAUGE, PROPOSAL, PLAN = f"{OURS}indicateurs/<ident>/", f"{OURS}propositions/<ident>/", f"{OURS}<slug:slug>/"
urlpatterns = [
    path("plan/", views.home, name="home"),
    path(ONE, views.one, name="one"),
    path(f"{ONE}plan.pdf", views.pdf, name="pdf"),
    path(f"{ONE}mesures/<ident>/", views.measure, name="measure"),
    path("plan/pieces/<ident>/", views.public_piece, name="public_piece"),
    path(f"{READ}tableau/", views.whole, name="board"),
    path(f"{READ}calendrier/", views.calendar, name="calendar"),
    path(f"{READ}mesures/<ident>/tableau/", views.dials, name="dashboard"),
    path(f"{READ}plan.pdf", views.paper, name="paper"),
    path(f"{READ}actions.<sheet:kind>", views.export_actions, name="export_actions"),
    path(f"{READ}indicateurs.<sheet:kind>", views.export_gauges, name="export_gauges"),
    path(f"{READ}valeurs.<sheet:kind>", views.export_values, name="export_values"),
    path(MINE, proposals.mine, name="my_proposals"),
    path(f"{MINE}proposer/", proposals.propose, name="propose"),
    path(f"{MINE}<ident>/", proposals.my_proposal, name="my_proposal"),
    path(f"{MINE}<ident>/reprendre/", proposals.take_back, name="take_back"),
    path(OURS, manage.plans, name="manage"),
    path(f"{OURS}nouveau/", manage.new, name="new"),
    path(f"{OURS}propositions/", proposals.proposals, name="proposals"),
    path(PROPOSAL, proposals.proposal, name="proposal"),
    path(f"{PROPOSAL}accepter/", proposals.accept, name="accept"),
    path(f"{PROPOSAL}refuser/", proposals.refuse, name="refuse"),
    path(AXIS, manage.axis, name="axis"),
    path(f"{AXIS}retirer/", manage.remove_axis, name="remove_axis"),
    path(f"{AXIS}action/", manage.new_action, name="new_action"),
    path(f"{AXIS}indicateur/", gauging.new, name="new_gauge"),
    path(ACTION, manage.action, name="action"),
    path(f"{ACTION}modifier/", manage.change_action, name="change_action"),
    path(f"{ACTION}retirer/", manage.remove_action, name="remove_action"),
    path(PIECE, manage.piece, name="piece"),
    path(f"{PIECE}montrer/", manage.show_piece, name="show_piece"),
    path(f"{PIECE}retirer/", manage.remove_piece, name="remove_piece"),
    path(GAUGE, gauging.gauge, name="gauge"),
    path(f"{GAUGE}modifier/", gauging.change, name="change_gauge"),
    path(f"{GAUGE}compter/", gauging.count, name="count_one"),
    path(f"{GAUGE}retirer/", gauging.remove, name="remove_gauge"),
    path(f"{GAUGE}valeurs/<value>/retirer/", gauging.remove_value, name="remove_value"),
    path(PLAN, manage.plan, name="edit"),
    path(f"{PLAN}modifier/", manage.change, name="change"),
    path(f"{PLAN}publier/", manage.publish, name="publish"),
    path(f"{PLAN}depublier/", manage.withdraw, name="withdraw"),
    path(f"{PLAN}compter/", manage.count, name="count"),
    path(f"{PLAN}mesure/", manage.new_axis, name="new_axis"),
]
