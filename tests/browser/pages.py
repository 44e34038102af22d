"""Every kind of page there is: a new one is added here, and is looked at in every way.

An address is Indonesian; `{…}` is an attribute of the stage. After « -> » stands what is pressed
there first, where it is seen: forms come back with what is wrong, menus and dialogs open.
"""

from itertools import product

from axe_playwright_python.base import AXE_SCRIPT

SIZES = {"desk": (1366, 768), "phone": (390, 844)}
LANGUAGES = ["", "/en"]
SCHEMES = ["light", "dark"]
WAYS = list(product(SIZES, LANGUAGES, SCHEMES))

PUBLIC = {
    "home": "/",
    "home, menu open": "/ -> .site-menu > summary",
    "directory": "/ikm/",
    "directory, narrowed": "/ikm/?q=anyaman&kelompok=kerajinan&wilayah=3171&hal=2",
    "directory, filters open": "/ikm/ -> .filters > summary",
    "directory, empty": "/ikm/?q=tidak-ada",
    "profile": "/ikm/dodol-rina-k7m2xq/",
    "exhibitions, for visitors": "/pameran/",
    "exhibition, for visitors": "/pameran/gelar/?stan=A-02",
    "exhibition, nothing found": "/pameran/gelar/?q=tidak-ada",
    "own sales": "/pameran/lapor/{own_sales}/",
    "own sales, refused": "/pameran/lapor/{own_sales}/ -> main form [type=submit]",
    "own sales, closed": "/pameran/lapor/{own_sales_closed}/",
    "catalogue": "/katalog/",
    "catalogue, narrowed": "/katalog/?q=rotan&kelompok=kerajinan&wilayah=3171&hal=2",
    "catalogue, filters open": "/katalog/ -> .filters > summary",
    "catalogue, empty": "/katalog/?q=keranjng",
    "catalogue, none with these filters": "/katalog/?q=pisang&wilayah=3171",
    "catalogue of an area": "/katalog/wilayah/3174/",
    "catalogue of a subsector": "/katalog/subsektor/kuliner/",
    "product": "/katalog/keripik-pisang-k7m2xq/",
    "question to a maker": "/katalog/keripik-pisang-k7m2xq/tanya/",
    "question, refused": "/katalog/keripik-pisang-k7m2xq/tanya/ -> main form [type=submit]",
    "check a document": "/verifikasi/",
    "check a document, valid": "/verifikasi/{valid}/",
    "check a document, revoked": "/verifikasi/{revoked}/",
    "check a document, unknown": "/verifikasi/00000-00000-00000-00000/",
    "check a document, mistyped": "/verifikasi/K7M2X-Q9D4T/",
    "about": "/tentang/",
    "privacy": "/tentang/privasi/",
    "accessibility": "/tentang/aksesibilitas/",
    "components": "/tentang/komponen/",
    "dialog": "/tentang/komponen/ -> confirm-dialog > button",
    "not found": "/ikm/tidak-ada/",
    "no more messages": "/pesan/berhenti/{token}/",
    "bad request": "/ikm/?" + "a=1&" * 1001,
    "sign in": "/akun/login/",
    "sign in, refused": "/akun/login/ -> main form [type=submit]",
    "forgotten password": "/akun/password/reset/",
    "invitation that has ended": "/akun/undangan/tidak-ada/",
    "forgotten password, refused": "/akun/password/reset/ -> main form [type=submit]",
    "forgotten password, sent": "/akun/password/reset/done/",
    "forgotten password, link too old": "/akun/password/reset/key/1-abc/",
    "new password, set": "/akun/password/reset/key/done/",
    "account closed": "/akun/inactive/",
}
STAFF = {
    "dashboard": "/admin/",
    "dashboard, menu open": "/admin/ -> .staff-menu > summary",
    "group of tasks": "/admin/businesses/",
    "list": "/admin/businesses/business/",
    "list, some chosen": "/admin/businesses/business/ -> #action-toggle",
    "list, no action chosen": "/admin/businesses/business/ -> .actions [type=submit]",
    "list, narrowed": "/admin/businesses/business/?status__exact=active&q=anyaman",
    "list, empty": "/admin/businesses/business/?q=tidak-ada",
    "list, saved lists open": "/admin/businesses/business/?status__exact=active -> .saved-lists > summary",
    "list of people": "/admin/businesses/person/",
    "add": "/admin/businesses/business/add/",
    "add, refused": "/admin/businesses/business/add/ -> [name=_save]",
    "change": "/admin/businesses/business/{business}/change/",
    "change of rows": "/admin/businesses/business/{business}/change/ -> #tab-4",
    "change of a person": "/admin/businesses/person/{owner}/change/",
    "delete": "/admin/businesses/business/{business}/delete/",
    "delete, protected": "/admin/businesses/person/{owner}/delete/",
    "history": "/admin/businesses/business/{business}/history/",
    "add in a popup": "/admin/businesses/person/add/?_popup=1",
    "regions": "/admin/regions/region/",
    "import of a table": "/admin/sectors/sectoralias/import/",
    "export of a table": "/admin/sectors/sectoralias/export/",
    "search by number": "/kerja/data-pribadi/",
    "reveal": "/kerja/data-pribadi/{owner}/",
    "who looks most": "/kerja/data-pribadi/terbanyak/",
    "looks": "/admin/accounts/accessrecord/",
    "export of people": "/admin/businesses/person/export/",
    "imports": "/kerja/impor/",
    "upload": "/kerja/impor/baru/",
    "upload, refused": "/kerja/impor/baru/ -> main form [type=submit]",
    "import to look at": "/kerja/impor/{planned}/",
    "import of one kind": "/kerja/impor/{planned}/?temuan=money.unreadable",
    "import, how it was read": "/kerja/impor/{planned}/bacaan/",
    "what is remembered": "/kerja/impor/ingatan/",
    "import to decide": "/kerja/impor/{planned}/?tampil=decide",
    "import to take back": "/kerja/impor/{committed}/batalkan/",
    "import, what is left out": "/kerja/impor/{planned}/?tampil=skipped",
    "import, asked to save": "/kerja/impor/{planned}/ -> confirm-dialog > button",
    "import under way": "/kerja/impor/{reading}/",
    "import saved": "/kerja/impor/{committed}/",
    "import failed": "/kerja/impor/{failed}/",
    "letters": "/kerja/surat/",
    "letters, none": "/kerja/surat/?tampil=revoked",
    "write a letter": "/kerja/surat/baru/",
    "write a letter, refused": "/kerja/surat/baru/ -> main form [type=submit]",
    "draft": "/kerja/surat/{draft}/",
    "edit a letter": "/kerja/surat/{draft}/ubah/",
    "issue a letter": "/kerja/surat/{draft}/terbitkan/",
    "document": "/kerja/dokumen/{document}/",
    "revoke a document": "/kerja/dokumen/{document}/cabut/",
    "receipt": "/kerja/ikm/{business}/tanda-terima/",
    "counter": "/kerja/daftar/",
    "counter, owner": "/kerja/daftar/{begun}/orang/",
    "counter, owner, refused": "/kerja/daftar/{begun}/orang/ -> main form [type=submit]",
    "counter, business": "/kerja/daftar/{begun}/usaha/",
    "counter, check": "/kerja/daftar/{typed}/periksa/",
    "possible doubles": "/kerja/ganda/",
    "a possible double": "/kerja/ganda/{double}/",
    "between agencies": "/kerja/antardinas/",
    "between agencies, to answer": "/kerja/antardinas/{coaching}/",
    "between agencies, refused": "/kerja/antardinas/{coaching}/ -> main form [type=submit]",
    "attachments": "/kerja/ikm/{business}/lampiran/",
    "attachments, refused": "/kerja/ikm/{business}/lampiran/ -> main form[enctype] [type=submit]",
    "copy of an identity card": "/kerja/lampiran/{identity}/",
    "requests about data": "/kerja/permintaan/",
    "answer a request": "/kerja/permintaan/{asked}/",
    "answer a request, refused": "/kerja/permintaan/{asked}/ -> main form [type=submit]",
    "note a request": "/kerja/orang/{owner}/permintaan/",
    "all that is held": "/kerja/orang/{owner}/data/",
    "close a business": "/kerja/ikm/{business}/tutup/",
    "close a business, refused": "/kerja/ikm/{business}/tutup/ -> main form [type=submit]",
    "move a business": "/kerja/ikm/{business}/pindah/",
    "withdraw consent": "/kerja/ikm/{business}/tarik-persetujuan/",
    "confirm a business": "/kerja/ikm/{business}/benar/",
    "verify a business": "/kerja/ikm/{business}/verifikasi/",
    "approve a business": "/kerja/ikm/{business}/setujui/",
    "open a business again": "/kerja/ikm/{business}/buka/",
    "products": "/kerja/produk/",
    "products, narrowed": "/kerja/produk/?q=dodol&keadaan=draft",
    "products of a business": "/kerja/produk/?ikm={business}",
    "products, none found": "/kerja/produk/?q=tidak-ada",
    "product, whose": "/kerja/produk/baru/?cari=dodol",
    "enter a product": "/kerja/produk/baru/?ikm={business}",
    "enter a product, refused": "/kerja/produk/baru/?ikm={business} -> main form.stack [type=submit]",
    "product": "/kerja/produk/{product}/",
    "change a product": "/kerja/produk/{product}/ubah/",
    "photos of a product": "/kerja/produk/{product}/foto/",
    "photos of a product, none": "/kerja/produk/{bare}/foto/",
    "photos, refused": "/kerja/produk/{product}/foto/ -> main form[enctype] [type=submit]",
    "photo of a product": "/kerja/produk/foto/{photo}/",
    "take in products": "/kerja/produk/impor/",
    "take in products, refused": "/kerja/produk/impor/ -> main form [type=submit]",
    "products to take in": "/kerja/produk/impor/{product_sheet}/",
    "products being taken in": "/kerja/produk/impor/{sheet_under_way}/",
    "admin of a product": "/admin/catalogue/product/{product}/change/",
    "register of documents": "/admin/documents/document/",
    "messages": "/kerja/pesan/",
    "drafts to review": "/kerja/pesan/{mails}/",
    "WhatsApp, one by one": "/kerja/pesan/{chats}/wa/",
    "curations": "/kerja/kurasi/",
    "prepare a curation": "/kerja/kurasi/baru/",
    "prepare a curation, refused": "/kerja/kurasi/baru/ -> main form [type=submit]",
    "curation": "/kerja/kurasi/{open_round}/",
    "curation, changed": "/kerja/kurasi/{open_round}/ubah/",
    "curation, criteria": "/kerja/kurasi/{open_round}/kriteria/",
    "curation, curators": "/kerja/kurasi/{scored_round}/kurator/",
    "curation, products": "/kerja/kurasi/{open_round}/produk/",
    "curation, a product to verify": "/kerja/kurasi/calon/{applied}/",
    "curation, decisions": "/kerja/kurasi/{decided_round}/keputusan/",
    "curation, a product to decide": "/kerja/kurasi/calon/{judged}/",
    "curation, papers": "/kerja/kurasi/{closed_round}/dokumen/",
    "products to score": "/kerja/kurasi/menilai/",
    "score sheet": "/kerja/kurasi/menilai/{sheet}/",
    "exhibitions": "/kerja/pameran/",
    "exhibitions, who had places": "/kerja/pameran/pemerataan/",
    "prepare an exhibition": "/kerja/pameran/baru/",
    "prepare an exhibition, refused": "/kerja/pameran/baru/ -> main form [type=submit]",
    "exhibition": "/kerja/pameran/{exhibition}/",
    "exhibition, changed": "/kerja/pameran/{exhibition}/ubah/",
    "exhibition, its terms": "/kerja/pameran/{exhibition}/syarat/",
    "exhibitors": "/kerja/pameran/{exhibition}/peserta/",
    "an exhibitor": "/kerja/pameran/peserta/{exhibitor}/",
    "an exhibitor, changed": "/kerja/pameran/peserta/{exhibitor}/ubah/",
    "plan of booths": "/kerja/pameran/{exhibition}/denah/",
    "plan, a hall more": "/kerja/pameran/{exhibition}/denah/gedung/",
    "plan, a zone more": "/kerja/pameran/{exhibition}/denah/zona/",
    "plan, a row of booths more": "/kerja/pameran/{exhibition}/denah/deret/",
    "plan, a booth": "/kerja/pameran/stan/{booth}/",
    "plan without a hall": "/kerja/pameran/{empty_exhibition}/denah/",
    "plan, a proposal": "/kerja/pameran/usulan/{proposal}/",
    "plan, a proposal under way": "/kerja/pameran/usulan/{waiting_proposal}/",
    "sales of a day": "/kerja/pameran/{exhibition}/transaksi/",
    "day of an exhibition": "/kerja/pameran/{exhibition}/hari/",
    "day of an exhibition, refused": "/kerja/pameran/{exhibition}/hari/ -> [value=photos]",
    "papers of an exhibition": "/kerja/pameran/{exhibition}/dokumen/",
    "exhibitor who stands": "/kerja/pameran/peserta/{standing}/",
    "propose a community": "/kerja/pameran/{exhibition}/peserta/komunitas/",
    "hall": "/kerja/pameran/gedung/{hall}/",
    "zone": "/kerja/pameran/zona/{zone}/",
    "search by number, refused": "/kerja/data-pribadi/ -> main form [type=submit]",
    "reveal, refused": "/kerja/data-pribadi/{owner}/ -> main form [type=submit]",
    "passkeys": "/akun/keamanan/passkey/",
    "change the password": "/akun/password/change/",
    "security of the account": "/akun/keamanan/",
    "second factor": "/akun/faktor-kedua/",
    "authenticator app": "/akun/keamanan/aplikasi/activate/",
    "new passkey": "/akun/keamanan/passkey/add/",
    "password again": "/akun/konfirmasi/",
    "change the password, refused": "/akun/password/change/ -> main form [type=submit]",
    "sign out": "/akun/logout/",
    "my rights": "/kerja/hak-saya/",
    "hand over": "/kerja/serah-terima/",
    "not allowed": "/admin/accounts/user/add/",
    "not found here": "/admin/businesses/business/9999999/change/",
}
# What somebody sees who has an app, recovery codes and a passkey.
GUARDED = {
    "security, all set up": "/akun/keamanan/",
    "recovery codes": "/akun/keamanan/kode-pemulihan/",
    "new recovery codes": "/akun/keamanan/kode-pemulihan/generate/",
    "turn the app off": "/akun/keamanan/aplikasi/deactivate/",
    "passkeys, one": "/akun/keamanan/passkey/",
    "rename a passkey": "/akun/keamanan/passkey/keys/{passkey}/edit/",
    "remove a passkey": "/akun/keamanan/passkey/keys/{passkey}/remove/",
    "confirm by a code": "/akun/keamanan/konfirmasi/",
}
# Addresses that need no look of their own, and why.
NO_PAGE = {
    **dict.fromkeys(["healthz", "readyz", "robots", "sitemap"], "for machines"),
    "public:sitemap_part": "for machines",
    **dict.fromkeys(["photo", "drawing"], "a file"),
    "accounts:typed": "after a session that ended: tests/accounts/test_typed.py",
    **dict.fromkeys(
        [
            "imports:save",
            "imports:discard",
            "imports:decide",
            "imports:correct",
            "imports:refused",
            "imports:decide_all",
            "imports:column",
            "imports:plan_again",
            "imports:ready",
            "imports:open_again",
            "imports:forget",
        ],
        "POST only",
    ),
    **dict.fromkeys(
        ["businesses:save_filter", "businesses:forget_filter"], "POST only"
    ),
    "businesses:undo_merge": "POST only",
    "businesses:attachment_remove": "POST only",
    "businesses:coaching_ask": "POST only, a form of one field",
    "businesses:coaching_undo": "POST only",
    "businesses:alike": "a part of «add» and of «counter, owner»",
    "businesses:bulk": "POST only, after ticks: tests/businesses/test_bulk.py",
    **dict.fromkeys(
        ["businesses:counter_keep", "businesses:counter_discard"], "POST only"
    ),
    "businesses:find": "POST only, answers as «search by number» does",
    **dict.fromkeys(["accounts:end_sessions", "rights:give_back"], "POST only"),
    "imports:progress": "a part of «import under way»",
    **dict.fromkeys(["imports:retry", "documents:discard"], "POST only"),
    **dict.fromkeys(["documents:correct", "outbox:approve"], "POST only"),
    **dict.fromkeys(["outbox:reword", "outbox:send", "outbox:sort"], "POST only"),
    **dict.fromkeys(["outbox:take", "outbox:tick"], "POST only"),
    "outbox:progress": "a part of «drafts to review»",
    "curation:progress": "a part of «curation, papers»",
    **dict.fromkeys(
        [
            f"curation:{name}"
            for name in (
                *("go_on", "close", "take_out", "deal_again", "propose", "check_all"),
                *("decide_all", "record", "letters", "write", "check", "decide"),
                *("undecide", "take_away", "keep_one", "step_aside"),
            )
        ],
        "POST only",
    ),
    **dict.fromkeys(
        [f"catalogue:{name}" for name in ("submit", "send_back", "approve", "publish")],
        "POST only",
    ),
    **dict.fromkeys(
        [
            *("catalogue:withdraw", "catalogue:order", "catalogue:shift"),
            *("catalogue:photo_remove", "catalogue:sheet_save"),
            "catalogue:sheet_discard",
        ],
        "POST only",
    ),
    "exhibitions:paper": "a PDF",
    "exhibitions:recap_to_edit": "a file",
    "exhibitions:picture": "a file",
    "public:exhibition_floor": "a file",
    "exhibitions:certifying": "a part of «papers of an exhibition»",
    "exhibitions:canvas": "a part of «plan of booths»",
    **dict.fromkeys(
        [
            f"exhibitions:{name}"
            for name in (
                *("go_on", "copy", "propose", "decide", "step"),
                *("change_plan", "publish_plan", "ask", "answer"),
                *("answer_people", "remove"),
                *("tell_places", "tell_links", "renew_link"),
                *("issue_record", "issue_certificates"),
            )
        ],
        "POST only",
    ),
    "catalogue:sheet_progress": "a part of «products being taken in»",
    "catalogue:blank_sheet": "a file",
    "public:lookbook": "a PDF",
    "public:exhibition_calendar": "a file",
    **dict.fromkeys(["imports:original", "imports:blank"], "a file"),
    **dict.fromkeys(["documents:docx", "documents:pdf"], "a file"),
    **dict.fromkeys(["documents:preview", "mfa_download_recovery_codes"], "a file"),
    **dict.fromkeys(["public:mailbox", "public:mail"], "in the demo only"),
    "mfa_login_webauthn": "for the script of «sign in»",
    "mfa_reauthenticate_webauthn": "asks the device at once, by a script",
    "mfa_authenticate": "between two steps of signing in: a test of its own",
    "account_set_password": "for accounts without one, which there are not",
}

# No longer than two seconds: a page that nobody sees gets no frames, and some motion never ends.
AT_REST = """() => Promise.race([
  new Promise((done) => setTimeout(done, 2000)),
  new Promise(requestAnimationFrame).then(
    () => Promise.allSettled(document.getAnimations().map((each) => each.finished)))])"""
COMPLAINTS = """async ({ script, only }) => {
  if (!window.axe) (0, eval)(script);
  const runOnly = only && { runOnly: only };
  const options = { resultTypes: ["violations"], preload: false, ...runOnly };
  const { violations } = await axe.run(options);
  await new Promise((done) => setTimeout(done));
  window.refused = [];
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target}`));
}"""
# For axe's `runOnly`.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
WORDS = {
    "type": "tag",
    "values": ["cat.language", "cat.text-alternatives", "cat.name-role-value"],
}


def open_kind(page, kind, language, stage):
    """Open a kind of page, and press what it says is to be pressed."""
    address, _arrow, press = kind.partition(" -> ")
    answer = page.goto(language + address.format(**stage.places))
    assert answer.status < 500
    button = page.locator(press).first if press else None
    if button and button.is_visible():
        page.evaluate(
            "document.querySelectorAll('form').forEach((f) => f.noValidate = true)"
        )
        button.click()
        page.wait_for_load_state()


def complaints_of(page, only):
    """What axe complains about; asked again after a while, for a colour may be on its way."""
    question = {"script": AXE_SCRIPT, "only": only}
    if page.evaluate(COMPLAINTS, question):
        page.wait_for_timeout(1_000)
        page.evaluate(AT_REST)
        return page.evaluate(COMPLAINTS, question)
    return []


def problems_of(page, only=None, asked=True):
    """What axe, the policy on content and the width of the page have to complain about."""
    # The policy first: axe puts styles of its own into the page, which are forgotten after it.
    found = [f"policy: {refused}" for refused in page.evaluate("window.refused")]
    if asked:
        found += complaints_of(page, only)
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return found + ([f"{wide} px too wide"] if wide > 0 else [])


def show_in(page, scheme):
    """Turn the page's scheme, and wait until the last colour has changed."""
    page.emulate_media(color_scheme=scheme)
    page.evaluate(AT_REST)
