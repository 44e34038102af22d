from datetime import timedelta

import pytest
from django.core.mail import get_connection, send_mail
from django.urls import reverse
from django.utils import timezone

from apps.outbox import mailbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings, tmp_path):
    settings.DEMO = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)


def test_the_demo_shows_its_mail_newest_first(client, demo):
    line = get_connection()
    line.open()
    for subject in ("Undangan", "Sandi baru — ubah"):
        send_mail(
            subject,
            "Buka https://portal.example.invalid/akun/\n<b>x</b>",
            "portal@demo.invalid",
            ["rina@demo.invalid"],
            connection=line,
        )
    line.close()

    page = client.get(reverse("public:mailbox")).content.decode()
    shown = mailbox.mails()
    mail = client.get(reverse("public:mail", args=[shown[0].key])).content.decode()

    assert [mail.subject for mail in shown] == ["Sandi baru — ubah", "Undangan"]
    assert page.index("Sandi baru") < page.index("Undangan")
    assert '<a href="https://portal.example.invalid/akun/"' in mail
    assert "&lt;b&gt;" in mail
    # A header in UTC is shown at the office's hour.
    assert abs(timezone.now() - shown[0].at) < timedelta(minutes=5)


def test_an_empty_mailbox_says_so(client, demo):
    assert "No mail yet" in client.get(reverse("public:mailbox")).content.decode()
    assert client.get(reverse("public:mail", args=["../x"[3:]])).status_code == 404


def test_outside_the_demo_there_is_no_mailbox(client, demo, settings):
    send_mail("S", "B", "a@demo.invalid", ["b@demo.invalid"])
    key = mailbox.mails()[0].key
    settings.DEMO = False

    for address in (reverse("public:mailbox"), reverse("public:mail", args=[key])):
        assert client.get(address).status_code == 404
