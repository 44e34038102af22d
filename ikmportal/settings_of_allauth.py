"""How django-allauth is set up, and what a password has to be; `settings` takes it in."""

FORMS = "apps.accounts.sign_in_forms"
VALIDATION = "django.contrib.auth.password_validation"
PASSWORD_VALIDATORS = [
    {
        "NAME": f"{VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": f"{VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{VALIDATION}.NumericPasswordValidator"},
    {"NAME": "apps.accounts.passwords.ContextWordsValidator"},
]
ALLAUTH = {
    "ACCOUNT_ADAPTER": "apps.accounts.adapter.AccountAdapter",
    "ACCOUNT_LOGIN_METHODS": {"email"},
    "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*", "password2*"],
    "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
    "ACCOUNT_LOGOUT_REDIRECT_URL": "public:home",
    "ACCOUNT_EMAIL_VERIFICATION": "none",
    "ACCOUNT_EMAIL_NOTIFICATIONS": True,
    "ACCOUNT_SESSION_REMEMBER": False,
    "ACCOUNT_REAUTHENTICATION_TIMEOUT": 15 * 60,
    # Sign-ins, codes and letters are counted by apps/accounts/attempts.py, in the database.
    "ACCOUNT_RATE_LIMITS": {
        "login_failed": None,
        "login": None,
        "reset_password": None,
    },
    "ACCOUNT_FORMS": {
        "login": f"{FORMS}.ReadyLoginForm",
        "reset_password": f"{FORMS}.CountedResetPasswordForm",
    },
    "MFA_ADAPTER": "apps.accounts.adapter.MFAAdapter",
    "MFA_FORMS": {
        "authenticate": f"{FORMS}.CountedAuthenticateForm",
        "reauthenticate": f"{FORMS}.CountedReauthenticateForm",
        "activate_totp": f"{FORMS}.CountedActivateTOTPForm",
        "add_webauthn": f"{FORMS}.NamedAddWebAuthnForm",
        "edit_webauthn": f"{FORMS}.NamedEditWebAuthnForm",
    },
    "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
    "MFA_PASSKEY_LOGIN_ENABLED": True,
    "MFA_TOTP_TOLERANCE": 1,  # a step of 30 seconds early or late
    "MFA_RECOVERY_CODE_DIGITS": 10,
}
