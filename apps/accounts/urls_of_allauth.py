"""The pages of django-allauth that this portal offers, by the names that allauth knows.

What is not offered answers 404: nobody signs himself up, and an e-mail is changed by the
administrator.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from django.urls import include, path, re_path

from apps.accounts import views
from apps.accounts.entrance import closed

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("konfirmasi/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path(
        "password/reset/done/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("keamanan/", views.security, name="mfa_index"),
    path("keamanan/kode/", mfa.authenticate, name="mfa_authenticate"),
    path("keamanan/konfirmasi/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("keamanan/aplikasi/", include("allauth.mfa.totp.urls")),
    path("keamanan/kode-pemulihan/", include("allauth.mfa.recovery_codes.urls")),
    path("keamanan/passkey/", include("allauth.mfa.webauthn.urls")),
    path("signup/", closed, name="account_signup"),
    path("email/", closed, name="account_email"),
    path("confirm-email/", closed, name="account_email_verification_sent"),
    path("confirm-email/<str:key>/", closed, name="account_confirm_email"),
    path("login/code/confirm/", closed, name="account_confirm_login_code"),
]
