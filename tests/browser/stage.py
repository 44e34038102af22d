"""The rows that the browser sees: one office, its officer, businesses in two villages."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.roles import load_roles
from apps.businesses.counter import begin, keep
from apps.businesses.models import (
    Attachment,
    Business,
    CoachingRequest,
    Consent,
    DuplicateCandidate,
    RegistrationDraft,
    SubjectRequest,
)
from apps.catalogue.counting import count_words
from apps.catalogue.indexing import index_stale
from apps.catalogue.loading import load as load_words
from apps.catalogue.photos import add_photo
from apps.catalogue.sheets.saving import receive as receive_sheet
from apps.documents.issuing import revoke
from apps.documents.models import Document, Letter
from apps.imports.batches import keep_plan, plan_now, receive
from apps.imports.importing import read_list
from apps.outbox.models import Occasion
from apps.outbox.optouts import token_of
from apps.outbox.whatsapp import take_next
from apps.regions.models import Region
from apps.sectors.models import CommodityGroup, RecapGroup
from ikmportal.tablefiles import write_xlsx
from tests.accounts.totp import give_app
from tests.browser.curation import curations_of
from tests.browser.exhibitions import exhibitions_of
from tests.catalogue.pictures_of import photo
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.businesses import (
    AttachmentFactory,
    BusinessFactory,
    CoachingRequestFactory,
    ConsentFactory,
    DuplicateCandidateFactory,
    PersonFactory,
    SubjectRequestFactory,
)
from tests.factories.catalogue import ProductFactory, ProductSheetFactory
from tests.factories.documents import LetterFactory, LetterheadFactory, issued_letter
from tests.factories.imports import (
    ImportBatchFactory,
    MappingMemoryFactory,
    SpellingMemoryFactory,
)
from tests.factories.outbox import (
    MessageFactory,
    MessageTemplateFactory,
    OccasionFactory,
)
from tests.factories.sectors import CreativeSubsectorFactory

PLACES = [
    ("31", 1, "province", "DKI Jakarta", None),
    ("3174", 2, "city", "Jakarta Selatan", "31"),
    ("317401", 3, "district", "Kebayoran Baru", "3174"),
    ("3174011001", 4, "kelurahan", "Gandaria Utara", "317401"),
    ("3171", 2, "city", "Jakarta Pusat", "31"),
    ("317101", 3, "district", "Menteng", "3171"),
    ("3171011001", 4, "kelurahan", "Cikini", "317101"),
]


LIST = """NAMA PEMILIK;NIK;NAMA USAHA;PRODUK;KELURAHAN;KECAMATAN;NO HP;OMZET
Rina Contoh;3671005203910002;Dodol Rina;dodol;Gandaria Utara;Kebayoran Baru;081200000003;5jt
Rina;;Dodol Rina;dodol;Gandaria Utara;Kby Baru;;banyak
;;;souvenir;Tidak Ada;;123;
JUMLAH;3;;;;;;
"""


@dataclass(frozen=True)
class Stage:
    officer: User
    business: Business
    guarded: User
    draft: Letter
    document: Document
    revoked: Document
    mails: Occasion
    chats: Occasion
    batches: dict[str, int]
    curations: dict[str, int]
    exhibitions: dict[str, int]

    @property
    def places(self):
        """What addresses of `pages.py` name between braces."""
        return {
            "business": self.business.pk,
            "owner": self.business.owner_id,
            "draft": self.draft.pk,
            "document": self.document.pk,
            "valid": self.document.verify_code,
            "revoked": self.revoked.verify_code,
            "mails": self.mails.pk,
            "chats": self.chats.pk,
            "token": token_of(self.mails.messages.earliest("pk")),
            **self.batches,
            **self.curations,
            **self.exhibitions,
            "begun": RegistrationDraft.objects.get(title="").key,
            "typed": RegistrationDraft.objects.exclude(title="").get().key,
            "double": DuplicateCandidate.objects.get().pk,
            "identity": Attachment.objects.get().pk,
            "coaching": CoachingRequest.objects.get().pk,
            "asked": SubjectRequest.objects.get().pk,
            "passkey": Authenticator.objects.get(type="webauthn").pk,
        }


def set_the_stage():
    load_roles()
    for code, level, kind, name, parent in PLACES:
        Region.objects.create(
            code=code, level=level, kind=kind, name=name, parent_id=parent
        )
    recap = RecapGroup.objects.create(code="makanan", name="Makanan")
    food, craft = (
        CommodityGroup.objects.create(
            code=code, name=name, name_en=english, recap_group=recap
        )
        for code, name, english in [
            ("pangan", "Pangan", "Food"),
            ("kerajinan", "Kerajinan", "Crafts"),
        ]
    )
    agency = AgencyFactory(region_id="31")
    owner = PersonFactory(agency=agency, phone="0812-0000-0001", nik="3171004112850001")
    business = BusinessFactory(
        agency=agency,
        owner=owner,
        listed=True,
        verified=True,
        brand="Dodol Rina",
        slug="dodol-rina-k7m2xq",
        products="Dodol durian, dodol ketan hitam dan geplak",
        description="Bermula dari dapur keluarga.\n\nKini mempekerjakan tetangga.",
        commodity_group=food,
        region_id="3174011001",
        established_year=1998,
    )
    ConsentFactory(business=business, purpose=Consent.Purpose.CONTACT)
    ConsentFactory(business=BusinessFactory(agency=agency, brand="Aneka Papan"))
    for number in range(30):
        BusinessFactory(
            agency=agency,
            listed=True,
            brand=f"Anyaman Menteng {number}",
            commodity_group=craft,
            region_id="3171011001",
        )
    some_products(business)
    officer = UserFactory(
        agency=agency,
        roles=["data-administrator", "curator", "organiser"],
        name="Ratna Wulandari",
    )
    LetterheadFactory(agency=agency)
    begin(officer)
    keep(
        begin(officer),
        {"owner_name": "Rina", "products": "dodol", "phone": "0812-0000-0001"},
    )
    SubjectRequestFactory(person=owner, recorded_by=officer)
    AttachmentFactory(
        business=business, kind="identity", expires_on=timezone.localdate()
    )
    CoachingRequestFactory(business=business, evidence=["nik"])
    DuplicateCandidateFactory(
        first_business=business,
        second_business=BusinessFactory(agency=agency, owner=owner),
        evidence={"agrees": ["phone", "name"]},
    )
    revoked = issued_letter(agency=agency, written_by=officer)
    revoke(revoked, Document.Revocation.ERROR, "Tanggal keliru.", by=officer)
    return Stage(
        officer=officer,
        business=business,
        guarded=a_guarded_officer(agency),
        draft=LetterFactory(agency=agency, written_by=officer),
        document=issued_letter(agency=agency, written_by=officer),
        revoked=revoked,
        mails=some_mail(agency, officer),
        chats=a_chat_in_hand(agency, officer),
        batches={**batches_of(officer), **products_of(officer, business)},
        curations=curations_of(officer),
        exhibitions=exhibitions_of(officer),
    )


def some_products(business):
    """One product with all that a page can say, and more than a page of others."""
    load_words()
    ProductFactory(
        business=business,
        published=True,
        name="Keripik Pisang Kepok",
        name_en="Banana crisps",
        slug="keripik-pisang-k7m2xq",
        description="Diiris tipis, digoreng sekali.\n\nTahan tiga bulan.",
        price=18_500,
        minimum_order=10,
        lead_time_days=3,
        materials="pisang kepok, minyak kelapa, garam",
        is_export_ready=True,
        subsector=CreativeSubsectorFactory(code="kuliner", name="Kuliner"),
    )
    others = Business.objects.filter(brand__startswith="Anyaman").order_by("pk")
    for number, other in enumerate(others):
        ProductFactory(
            business=other,
            published=True,
            name=f"Keranjang Rotan {number}",
            price=45_000 + 1_000 * number,
        )
    index_stale()
    count_words()


def products_of(officer, business):
    """A product with two photos, one without, and lists that were sent."""
    product = ProductFactory(business=business, name="Dodol Durian", code="DOD-01")
    first, _second = (
        add_photo(product, photo(colour=colour), alt="Dodol dalam besek")
        for colour in ("#a23f1b", "#1c3d6b")
    )
    bare = ProductFactory(business=business, name="Geplak", published=True)
    rows = [["Dodol Durian", "DOD-01", 25000], ["Wajik", "DOD-02", "mahal"], ["Geplak"]]
    sheet = write_xlsx(["Produk", "Kode", "Harga"], rows)
    sent = {"agency": officer.agency, "by": officer, "business": business}
    planned = receive_sheet(("produk.xlsx", sheet), None, **sent)
    under_way = ProductSheetFactory(
        agency=officer.agency, created_by=officer, state="saving", total=4, done=1
    )
    return {
        "product": product.pk,
        "bare": bare.pk,
        "photo": first.pk,
        "product_sheet": planned.pk,
        "sheet_under_way": under_way.pk,
    }


def some_mail(agency, officer):
    """A message in each state that a list can show."""
    occasion = OccasionFactory(agency=agency, created_by=officer)
    MessageTemplateFactory(agency=agency, code="undangan-bimtek")
    MessageFactory.create_batch(2, occasion=occasion)
    for status in ("approved", "failed", "uncertain"):
        MessageFactory(occasion=occasion, approved=True, status=status, failure="550")
    MessageFactory(
        occasion=occasion, approved=True, status="sent", sent_at=timezone.now()
    )
    MessageFactory(occasion=occasion, status="cancelled")
    return occasion


def a_chat_in_hand(agency, officer):
    occasion = OccasionFactory(agency=agency, channel="whatsapp", created_by=officer)
    for number in range(2):
        address = f"+62812000000{number:02}"
        MessageFactory(occasion=occasion, approved=True, address=address)
    take_next(occasion, officer)
    return occasion


def a_guarded_officer(agency):
    """Somebody with an app, recovery codes and a passkey."""
    user = UserFactory(agency=agency, roles=["data-administrator"], name="Sri Contoh")
    give_app(user)
    passkey = {"name": "Laptop kantor", "credential": {"clientExtensionResults": {}}}
    Authenticator.objects.create(user=user, type="webauthn", data=passkey)
    return user


def batches_of(officer):
    """An import in each state that has a page of its own."""
    content, agency = LIST.encode(), officer.agency
    reading = read_list(content, agency)
    plan = plan_now(content, reading, agency, by=officer)
    planned = receive(content, name="binaan.csv", agency=agency, by=officer)
    keep_plan(planned, reading, plan)
    others = {
        state: ImportBatchFactory(agency=agency, created_by=officer, state=state).pk
        for state in ("reading", "failed")
    }
    MappingMemoryFactory(agency=agency, remembered_by=officer)
    SpellingMemoryFactory(agency=agency, remembered_by=officer)
    saved = ImportBatchFactory(agency=agency, created_by=officer, committed=True)
    return {"planned": planned.pk, "committed": saved.pk, **others}
