"""Messages to exhibitors: where they stand now, and the link by which they report sales.

All are drafts in the outbox: somebody reads and approves them before one leaves.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from apps.businesses.models import Business
from apps.businesses.writing import Text, tell_owners
from apps.documents.wording import long_date
from apps.exhibitions.models import Exhibition, Participation
from apps.exhibitions.publishing import Moved, between, latest
from apps.exhibitions.running.own_link import address_of
from apps.outbox.models import Occasion

if TYPE_CHECKING:
    from apps.accounts.models import User

Drafted = list[tuple[Occasion, int]]
BRACES = str.maketrans("{}", "()")
GREETING = "Yth. {nama},\n\n"
CLOSING = "\n\nHormat kami,\n{dinas}"


def tell_of_places(exhibition: Exhibition, *, by: "User") -> Drafted:
    """Draft a message to each whose place the last published version has changed.

    After the first version these are all. Raises ValidationError if there is nobody to tell.
    """
    version = latest(exhibition)
    if version is None:
        raise ValidationError(_("Publish the plan first: messages tell what is in it."))
    moved = between(
        exhibition.plan_versions.filter(number=version.number - 1).first(), version
    )
    body = (
        "Pembagian stan pameran {acara} telah ditetapkan:\n\n{{rincian}}\n\n"
        "Denah: {alamat}\n\nMohon menghubungi kami bila ada yang tidak sesuai."
    )
    text = Text(
        exhibition.agency,
        f"pameran-{exhibition.pk}-denah-{version.number}",
        _plain(f"Stan Anda di {exhibition.title}")[:150],
        GREETING + _of(exhibition, body) + CLOSING,
    )
    return _tell(((each.participation, _place(each)) for each in moved), text, by)


def _place(moved: Moved) -> str:
    name = f"{moved.participation}: "
    if not moved.new:
        return f"{name}stan {moved.old} dilepas"
    if not moved.old:
        return f"{name}stan {moved.new}"
    return f"{name}pindah dari stan {moved.old} ke stan {moved.new}"


def tell_of_links(exhibition: Exhibition, *, by: "User") -> Drafted:
    """Draft a message to each exhibitor with its own link. Raises ValidationError."""
    body = (
        "Selama pameran {acara}, mohon laporkan penjualan {{usaha}} setiap hari, termasuk "
        "bila nihil, lewat tautan ini (tanpa masuk akun):\n\n{{rincian}}\n\n"
        "Tautan ini milik Anda; jangan diteruskan kepada orang lain."
    )
    text = Text(
        exhibition.agency,
        f"pameran-{exhibition.pk}-lapor",
        _plain(f"Laporan penjualan di {exhibition.title}")[:150],
        GREETING + _of(exhibition, body) + CLOSING,
    )
    standing = exhibition.participations.standing().select_related("business")
    return _tell(((each, f"{each}: {address_of(each)}") for each in standing), text, by)


def _of(exhibition: Exhibition, body: str) -> str:
    first, last = long_date(exhibition.starts_on), long_date(exhibition.ends_on)
    return body.format(
        acara=_plain(f"{exhibition.title} ({first} – {last}, {exhibition.venue})"),
        alamat=settings.SITE_URL + exhibition.get_absolute_url(),
    )


def _plain(text: str) -> str:
    """Without braces, which would be places to fill in."""
    return text.translate(BRACES)


def _tell(
    lines: Iterable[tuple[Participation, str]], text: Text, by: "User"
) -> Drafted:
    details: dict[int, list[str]] = {}
    keys: list[int] = []
    with translation.override("id"):
        for participation, line in lines:
            if participation.business is not None:
                keys.append(participation.business.pk)
                owner = participation.business.owner_id
                details.setdefault(owner, []).append(line)
    told = {owner: "\n".join(own) for owner, own in details.items()}
    drafted = tell_owners(Business.objects.filter(pk__in=keys), told, text, by=by)
    if not drafted:
        raise ValidationError(_("There is nobody to tell, or nobody can be reached."))
    return drafted
