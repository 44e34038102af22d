"""Every address of the portal and what it asks for. An address missing here fails the test.

Addresses of the admin are derived from what is registered there; all others stand in PAGES,
by URL name, as one of the rules below.
"""

from django.contrib import admin
from django.urls import URLResolver, get_resolver
from django.utils import timezone

from apps.exhibitions.running.own_link import token_of as sales_token
from apps.outbox.optouts import token_of
from tests.factories.businesses import BusinessFactory, CoachingRequestFactory
from tests.factories.catalogue import ProductFactory
from tests.factories.documents import DocumentFactory, issued_letter
from tests.factories.exhibitions import ExhibitionFactory, selected
from tests.factories.outbox import MessageFactory
from tests.factories.regions import RegionFactory
from tests.factories.sectors import CreativeSubsectorFactory
from tests.matrix_exhibitions import OF_EXHIBITIONS
from tests.matrix_rules import Foreign, Needs, Public, SignedIn


def a_listed_business():
    return [BusinessFactory(listed=True).slug]


def a_shown_product():
    business = BusinessFactory(listed=True)
    return [ProductFactory(business=business, published=True).slug]


def a_shown_exhibition():
    return [ExhibitionFactory(published_at=timezone.now()).slug]


def a_link_of_an_exhibitor():
    return [sales_token(selected())]


def a_subsector():
    return [CreativeSubsectorFactory().code]


def an_area():
    return [int(RegionFactory(code="3174").code)]


def a_signed_message():
    return [token_of(MessageFactory())]


BATCH = "imports.ImportBatch"
OWN_DRAFT = "of the officer alone: tests/businesses/test_counter.py opens it as another"
OF_WHO_MAY_EXPORT = "of who sent it, or may export: tests/imports/test_handed_out.py"
OF_THE_SENDER = "of who sent it, or may export: tests/imports/test_refused_rows.py"
OWN_LIST = "of the officer alone: tests/businesses/test_saved.py tries it as another"
BUSINESS = "businesses.Business"
PERSON = "businesses.Person"
NOT_OFFERED = {
    *("account_signup", "account_email", "account_email_verification_sent"),
    *("account_confirm_email", "account_confirm_login_code"),
}
LETTER = "documents.Letter"
DOCUMENT = "documents.Document"
PAGES = {
    "mfa_index": SignedIn(),
    "accounts:second_factor": SignedIn(),
    "accounts:typed": SignedIn(),
    "accounts:end_sessions": Foreign("POST only, ends the user's own sessions"),
    "accounts:invitation": Foreign("the secret in the link is the key; 410 without"),
    "healthz": Public(),
    "readyz": Public(),
    "robots": Public(),
    "sitemap": Public(),
    "photo": Foreign("shown or not by its row: tests/catalogue/test_picture_views.py"),
    "drawing": Public(arguments=lambda: ["toples-kawung-soga-2.svg"]),
    "public:home": Public(),
    "public:directory": Public(),
    "public:profile": Public(arguments=a_listed_business),
    "public:catalogue": Public(),
    "public:catalogue_of_subsector": Public(arguments=a_subsector),
    "public:catalogue_of_area": Public(arguments=an_area),
    "public:product": Public(arguments=a_shown_product),
    "public:inquire": Public(arguments=a_shown_product),
    "public:lookbook": Public(),
    "public:exhibitions": Public(),
    "public:own_sales": Public(a_link_of_an_exhibitor),
    "public:exhibition_floor": Foreign("a file: tests/exhibitions/test_pictures.py"),
    "public:exhibition": Public(arguments=a_shown_exhibition),
    "public:exhibition_calendar": Public(arguments=a_shown_exhibition),
    "public:about": Public(),
    "public:privacy": Public(),
    "public:accessibility": Public(),
    "public:components": Public(),
    "public:sitemap_part": Public(arguments=lambda: ["ikm"]),
    "businesses:counter": Needs("businesses.add_business"),
    **{
        f"businesses:counter_{name}": Foreign(OWN_DRAFT)
        for name in ("step", "keep", "discard")
    },
    "businesses:doubles": Needs("businesses.view_duplicatecandidate"),
    "businesses:double": Needs(
        "businesses.change_duplicatecandidate", row="businesses.DuplicateCandidate"
    ),
    "businesses:undo_merge": Needs(
        "businesses.merge_business", row="businesses.Merge", method="post"
    ),
    "businesses:coaching": Needs("businesses.view_coachingrequest"),
    "businesses:coaching_ask": Needs("businesses.add_coachingrequest", method="post"),
    "businesses:coaching_answer": Needs(
        "businesses.change_coachingrequest",
        row="businesses.Business",
        arguments=lambda row: [CoachingRequestFactory(business=row).pk],
    ),
    "businesses:coaching_undo": Foreign(
        "of the asking agency alone: tests/businesses/test_coaching.py"
    ),
    "businesses:requests": Needs("businesses.view_subjectrequest"),
    "businesses:respond": Needs(
        "businesses.change_subjectrequest", row="businesses.SubjectRequest"
    ),
    "businesses:held": Needs("businesses.view_person", row=PERSON),
    "businesses:ask": Needs("businesses.add_subjectrequest", row=PERSON),
    "businesses:find": Needs("businesses.view_business", method="post"),
    **{
        f"businesses:{name}": Needs("businesses.change_business", row=BUSINESS)
        for name in ("close", "reopen", "move", "confirm")
    },
    **{
        f"businesses:{name}": Needs(f"businesses.{name}_business", row=BUSINESS)
        for name in ("verify", "approve")
    },
    "businesses:withdraw_consent": Needs("businesses.change_consent", row=BUSINESS),
    "businesses:save_filter": Foreign(OWN_LIST),
    "businesses:forget_filter": Foreign(OWN_LIST),
    "businesses:alike": Needs("businesses.view_business", method="post"),
    "businesses:bulk": Needs("businesses.change_business", method="post"),
    "businesses:search_by_number": Needs("businesses.view_person"),
    "businesses:reveal": Needs("businesses.reveal_nik", row=PERSON),
    "businesses:attachments": Needs("businesses.view_attachment", row=BUSINESS),
    "businesses:attachment": Needs(
        "businesses.view_attachment", row="businesses.Attachment"
    ),
    "businesses:attachment_remove": Needs(
        "businesses.delete_attachment", row="businesses.Attachment", method="post"
    ),
    "businesses:receipt": Needs("documents.add_document", row="businesses.Business"),
    "businesses:most_reveals": Needs("accounts.view_accessrecord"),
    "rights:mine": SignedIn(),
    "rights:hand_over": Needs("accounts.hand_over"),
    "rights:give_back": Needs(
        "accounts.hand_over", row="accounts.Handover", method="post"
    ),
    "public:verify": Public(),
    "public:check": Public(arguments=lambda: [DocumentFactory().verify_code]),
    "documents:letters": Needs("documents.view_document"),
    "documents:write": Needs("documents.add_document"),
    "documents:letter": Needs("documents.view_document", row=LETTER),
    "documents:edit": Needs("documents.add_document", row=LETTER),
    "documents:preview": Needs("documents.view_document", row=LETTER),
    "documents:docx": Needs("documents.view_document", row=LETTER),
    "documents:issue": Needs("documents.issue_document", row=LETTER),
    "documents:discard": Needs("documents.add_document", row=LETTER, method="post"),
    "documents:detail": Needs("documents.view_document", row=DOCUMENT),
    "documents:pdf": Needs("documents.view_document", row=DOCUMENT),
    "documents:revoke": Needs("documents.revoke_document", row=DOCUMENT),
    "documents:correct": Needs(
        "documents.add_document",
        row="documents.Letter",
        method="post",
        arguments=lambda letter: [issued_letter(agency=letter.agency).pk],
    ),
    "imports:list": Needs("imports.view_importbatch"),
    "imports:upload": Needs("imports.add_importbatch"),
    "imports:detail": Needs("imports.view_importbatch", row=BATCH),
    "imports:progress": Needs("imports.view_importbatch", row=BATCH),
    "imports:save": Needs("imports.commit_importbatch", row=BATCH, method="post"),
    "imports:undo": Needs("imports.commit_importbatch", row=BATCH),
    "imports:retry": Needs("imports.add_importbatch", row=BATCH, method="post"),
    "imports:refused": Foreign(OF_THE_SENDER),
    "imports:original": Foreign(OF_WHO_MAY_EXPORT),
    "imports:blank": Needs("imports.add_importbatch"),
    "imports:memory": Needs("imports.view_importbatch"),
    "imports:forget": Needs(
        "imports.add_importbatch",
        row="imports.SpellingMemory",
        method="post",
        arguments=lambda row: ["ejaan", row.pk],
    ),
    "imports:reading": Needs("imports.view_importbatch", row=BATCH),
    "imports:column": Needs("imports.add_importbatch", row=BATCH, method="post"),
    "imports:plan_again": Needs("imports.add_importbatch", row=BATCH, method="post"),
    "imports:ready": Needs("imports.add_importbatch", row=BATCH, method="post"),
    "imports:open_again": Needs("imports.commit_importbatch", row=BATCH, method="post"),
    "imports:decide_all": Needs("imports.add_importbatch", row=BATCH, method="post"),
    "imports:discard": Needs("imports.add_importbatch", row=BATCH, method="post"),
    "imports:correct": Needs(
        "imports.add_importbatch",
        row="imports.ImportRow",
        method="post",
        arguments=lambda row: [row.batch_id, row.position],
    ),
    "imports:decide": Needs(
        "imports.add_importbatch",
        row="imports.ImportRow",
        method="post",
        arguments=lambda row: [row.batch_id, row.position],
    ),
}
PRODUCT, PHOTO = "catalogue.Product", "catalogue.ProductPhoto"
SHEET = "catalogue.ProductSheet"
PAGES |= {
    "catalogue:list": Needs("catalogue.view_product"),
    "catalogue:add": Needs("catalogue.add_product"),
    "catalogue:product": Needs("catalogue.view_product", row=PRODUCT),
    "catalogue:change": Needs("catalogue.change_product", row=PRODUCT),
    **{
        f"catalogue:{name}": Needs(f"catalogue.{right}_product", PRODUCT, method="post")
        for name, right in [
            *(("submit", "change"), ("send_back", "change"), ("approve", "approve")),
            *(("publish", "publish"), ("withdraw", "publish")),
        ]
    },
    "catalogue:photos": Needs("catalogue.change_product", row=PRODUCT),
    "catalogue:order": Needs("catalogue.change_product", row=PRODUCT, method="post"),
    "catalogue:photo": Needs("catalogue.change_product", row=PHOTO),
    "catalogue:shift": Needs("catalogue.change_product", row=PHOTO, method="post"),
    "catalogue:photo_remove": Needs(
        "catalogue.change_product", row=PHOTO, method="post"
    ),
    "catalogue:sheets": Needs("catalogue.add_product"),
    "catalogue:blank_sheet": Needs("catalogue.add_product"),
    "catalogue:sheet": Needs("catalogue.add_product", row=SHEET),
    "catalogue:sheet_progress": Needs("catalogue.add_product", row=SHEET),
    "catalogue:sheet_save": Needs("catalogue.add_product", row=SHEET, method="post"),
    "catalogue:sheet_discard": Needs("catalogue.add_product", row=SHEET, method="post"),
}
CLOSED = "answers 404: test_pages_that_are_not_offered_are_not_there opens it"
OCCASION, MESSAGE = "outbox.Occasion", "outbox.Message"
SEND, DRAFT = "outbox.send_message", "outbox.add_message"
DEMO_ONLY = "invented mail, and a 404 outside the demo: tests/outbox/test_mailbox.py"
PAGES |= {
    "public:opt_out": Public(arguments=a_signed_message),
    "public:mailbox": Foreign(DEMO_ONLY),
    "public:mail": Foreign(DEMO_ONLY),
    "outbox:list": Needs("outbox.view_message"),
    "outbox:detail": Needs("outbox.view_message", row=OCCASION),
    "outbox:progress": Needs("outbox.view_message", row=OCCASION),
    "outbox:reword": Needs(DRAFT, row=OCCASION, method="post"),
    "outbox:approve": Needs("outbox.approve_message", row=OCCASION, method="post"),
    "outbox:send": Needs(SEND, row=OCCASION, method="post"),
    "outbox:sort": Needs(DRAFT, row=MESSAGE, method="post"),
    "outbox:run": Needs(SEND, row=OCCASION),
    "outbox:take": Needs(SEND, row=OCCASION, method="post"),
    "outbox:tick": Needs(SEND, row=MESSAGE, method="post"),
}
ROUND, CANDIDATE = "catalogue.CurationRound", "catalogue.Candidate"
OWN_SHEET = "of the assigned curator alone: tests/catalogue/test_curation_views.py"
CURATION = "catalogue.view_curationround"
LEAD, DECIDE = "catalogue.change_curationround", "catalogue.decide_curation"
CHECK, ISSUE = "catalogue.change_candidate", "documents.issue_document"
PAGES |= {
    "curation:list": Needs(CURATION),
    "curation:prepare": Needs("catalogue.add_curationround"),
    **{
        f"curation:{name}": Needs(CURATION, row=ROUND)
        for name in ("round", "candidates", "board", "papers", "progress")
    },
    **{
        f"curation:{name}": Needs(LEAD, row=ROUND)
        for name in ("edit", "criteria", "curators")
    },
    **{
        f"curation:{name}": Needs(right, row=ROUND, method="post")
        for name, right in [
            *(("go_on", LEAD), ("take_out", LEAD), ("deal_again", LEAD)),
            *(("close", DECIDE), ("decide_all", DECIDE), ("check_all", CHECK)),
            *(("propose", "catalogue.add_candidate"), ("record", ISSUE)),
            *(("letters", ISSUE), ("write", DRAFT)),
        ]
    },
    "curation:candidate": Needs(CURATION, row=CANDIDATE),
    "curation:check": Needs(CHECK, row=CANDIDATE, method="post"),
    "curation:decide": Needs(DECIDE, row=CANDIDATE, method="post"),
    "curation:undecide": Needs(DECIDE, row=CANDIDATE, method="post"),
    "curation:take_away": Needs(LEAD, row="catalogue.Assignment", method="post"),
    "curation:mine": Needs("catalogue.score_curation"),
    **{
        f"curation:{name}": Foreign(OWN_SHEET)
        for name in ("sheet", "keep_one", "step_aside")
    },
}
PAGES |= OF_EXHIBITIONS
ALLAUTH = "allauth shows it to the person concerned only, by session or by a signed key"
ADMIN_OF_ALL = {
    "index": SignedIn(),
    "login": Foreign("hands over to the sign-in page"),
    "logout": Foreign("POST only, ends the own session"),
    "password_change": SignedIn(),
    "password_change_done": SignedIn(),
    "jsi18n": SignedIn(),
    "app_list": Foreign("tested by the lists that it links to"),
    "autocomplete": Foreign("test_autocomplete_offers_only_own_rows walks it"),
}


def names(resolver=None, namespace=""):
    """Every URL name there is, with its namespace."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from names(entry, inner)
        elif entry.name:
            yield f"{namespace}{entry.name}"


def admin_names():
    """The URL names that the registered admins bring, with their model admins."""
    return {
        f"admin:{pattern.name}": model_admin
        for model_admin in admin.site._registry.values()
        for pattern in model_admin.get_urls()
        if pattern.name
    }


def rule_of(name):
    """The rule of an address, or None if nobody wrote one."""
    if name in NOT_OFFERED:
        return Foreign(CLOSED)
    if name.startswith(("account_", "mfa_")) and name not in PAGES:
        return Foreign(ALLAUTH)
    if name.startswith("admin:") and name.removeprefix("admin:") in ADMIN_OF_ALL:
        return ADMIN_OF_ALL[name.removeprefix("admin:")]
    return PAGES.get(name)
