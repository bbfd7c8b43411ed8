"""Addresses of this room."""

from django.urls import path

from portevoix.steering.plan import gauging, manage, proposals

app_name = "plan"
MINE, OURS = "moi/plan/", "mission/plan/"
AXIS, ACTION, PIECE = f"{OURS}mesures/<ident>/", f"{OURS}actions/<ident>/", f"{OURS}pieces/<ident>/"
GAUGE, PROPOSAL, PLAN = f"{OURS}indicateurs/<ident>/", f"{OURS}propositions/<ident>/", f"{OURS}<slug:slug>/"
urlpatterns = [
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
