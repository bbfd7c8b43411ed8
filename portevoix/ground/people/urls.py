"""Addresses of this room. Those that allauth looks up keep the names it knows; the rest of allauth has no door."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from django.urls import include, path

from portevoix.ground.people import views

sign_in = account.LoginView.as_view(template_name="people/sign_in.html")
second_factor = mfa.AuthenticateView.as_view(template_name="people/second_factor.html")
confirm_by_password = account.ReauthenticateView.as_view(template_name="people/confirm.html")
confirm_by_code = mfa.ReauthenticateView.as_view(template_name="people/confirm.html")
show_codes = codes.ViewRecoveryCodesView.as_view(template_name="people/codes.html")
new_codes = codes.GenerateRecoveryCodesView.as_view(template_name="people/new_codes.html")

known_to_allauth = [
    path("connexion/", sign_in, name="account_login"),
    path("connexion/code/", second_factor, name="mfa_authenticate"),
    path("deconnexion/", views.SignOut.as_view(), name="account_logout"),
    path("confirmer/", confirm_by_password, name="account_reauthenticate"),
    path("confirmer/code/", confirm_by_code, name="mfa_reauthenticate"),
    path("mot-de-passe/", views.change_password, name="account_change_password"),
    path("mot-de-passe/oublie/", views.forgotten, name="account_reset_password"),
    path("mot-de-passe/oublie/envoye/", views.forgotten_done, name="account_reset_password_done"),
    path("second-facteur/", views.enrol, name="mfa_activate_totp"),
    path("second-facteur/codes/", show_codes, name="mfa_view_recovery_codes"),
    path("second-facteur/codes/nouveaux/", new_codes, name="mfa_generate_recovery_codes"),
]
ours = [
    path("compte/", views.account, name="account"),
    path("compte/entrer/", views.home, name="home"),
    path("compte/cellules/<ident>/", views.work_in, name="work_in"),
    path("compte/sessions/fermer/", views.close_sessions, name="close_sessions"),
    path("compte/invitation/<code>/", views.invitation, name="invitation"),
    path("compte/mot-de-passe/nouveau/", views.new_password_now, name="new_password_now"),
    path("compte/mot-de-passe/nouveau/<ident>/<token>/", views.new_password, name="new_password"),
    path("cellule/membres/", views.members, name="members"),
    path("<slug:school>/mission/equipe/", views.team, name="team"),
    path("<slug:school>/mission/equipe/<ident>/retirer/", views.remove_officer, name="remove_officer"),
    path(
        "<slug:school>/mission/equipe/invitations/<ident>/retirer/",
        views.withdraw_officer_invitation,
        name="withdraw_officer_invitation",
    ),
    path("cellule/membres/<ident>/second-facteur/", views.reset_second_factor, name="reset_second_factor"),
    path("cellule/membres/invitations/<ident>/retirer/", views.withdraw_invitation, name="withdraw_invitation"),
]
urlpatterns = [path("compte/", include(known_to_allauth)), path("", include((ours, "people")))]
