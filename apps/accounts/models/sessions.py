from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models.users import User

# The first mark that fits: Chrome calls itself Safari too, Edge calls itself Chrome.
BROWSERS = (
    *(("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet")),
    *(("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari")),
)
SYSTEMS = (
    *(("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad")),
    *(("Windows", "Windows"), ("Mac OS", "macOS"), ("CrOS", "ChromeOS")),
    ("Linux", "Linux"),
)


class UserSessionQuerySet(models.QuerySet["UserSession"]):
    def living(self) -> "UserSessionQuerySet":
        return self.filter(expire_date__gt=timezone.now())


class UserSessionManager(
    BaseSessionManager.from_queryset(UserSessionQuerySet)  # type: ignore[misc]
):
    """What Django's session store asks of the manager of its model."""


class UserSession(AbstractBaseSession):
    """A browser at work: Django's session, which knows whose it is and when it was used.

    Deleting a row ends the session at once: the next request of that browser is nobody's.
    """

    user = models.ForeignKey(
        User,
        on_delete=models.CASCADE,
        related_name="sessions",
        null=True,
        verbose_name=_("user"),
    )
    signed_in_at = models.DateTimeField(_("signed in"), null=True)
    seen_at = models.DateTimeField(_("last used"), null=True)
    address = models.CharField(_("address"), max_length=45, blank=True)
    browser = models.CharField(_("browser"), max_length=200, blank=True)

    objects = UserSessionManager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    def __str__(self) -> str:
        return f"{self.user}: {self.seen_at}"

    @property
    def browser_name(self) -> str:
        """«Firefox · Windows»: enough to tell one's own devices apart."""
        browser, system = (
            next((name for mark, name in marks if mark in self.browser), "")
            for marks in (BROWSERS, SYSTEMS)
        )
        found = " · ".join(filter(None, (browser, system)))
        return found or str(_("Another browser"))

    @classmethod
    def get_session_store_class(cls) -> type:
        from apps.accounts.sessions import SessionStore  # noqa: PLC0415  it imports this

        return SessionStore
