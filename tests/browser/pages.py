"""Every kind of page there is: a new one is added here, and is looked at in every way."""

PUBLIC = {
    "home": "/",
    "directory": "/ikm/",
    "directory, narrowed": "/ikm/?q=anyaman&kelompok=kerajinan&wilayah=3171&hal=2",
    "directory, empty": "/ikm/?q=tidak-ada",
    "profile": "/ikm/dodol-rina-k7m2xq/",
    "check a document": "/verifikasi/",
    "check a document, valid": "/verifikasi/{valid}/",
    "check a document, revoked": "/verifikasi/{revoked}/",
    "check a document, unknown": "/verifikasi/00000-00000-00000-00000/",
    "check a document, mistyped": "/verifikasi/K7M2X-Q9D4T/",
    "about": "/tentang/",
    "privacy": "/tentang/privasi/",
    "accessibility": "/tentang/aksesibilitas/",
    "components": "/tentang/komponen/",
    "not found": "/ikm/tidak-ada/",
    "no more messages": "/pesan/berhenti/{token}/",
    "sign in": "/akun/login/",
    "forgotten password": "/akun/password/reset/",
    "invitation that has ended": "/akun/undangan/tidak-ada/",
}
STAFF = {
    "dashboard": "/admin/",
    "list": "/admin/businesses/business/",
    "list of people": "/admin/businesses/person/",
    "search": "/admin/businesses/business/?q=anyaman",
    "add": "/admin/businesses/business/add/",
    "change": "/admin/businesses/business/{business}/change/",
    "change of a person": "/admin/businesses/person/{owner}/change/",
    "delete": "/admin/businesses/business/{business}/delete/",
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
    "letters": "/kerja/surat/",
    "letters, none": "/kerja/surat/?tampil=revoked",
    "write a letter": "/kerja/surat/baru/",
    "draft": "/kerja/surat/{draft}/",
    "issue a letter": "/kerja/surat/{draft}/terbitkan/",
    "document": "/kerja/dokumen/{document}/",
    "revoke a document": "/kerja/dokumen/{document}/cabut/",
    "receipt": "/kerja/ikm/{business}/tanda-terima/",
    "register of documents": "/admin/documents/document/",
    "messages": "/kerja/pesan/",
    "drafts to review": "/kerja/pesan/{mails}/",
    "WhatsApp, one by one": "/kerja/pesan/{chats}/wa/",
    "change the password": "/akun/password/change/",
    "security of the account": "/akun/keamanan/",
    "second factor": "/akun/faktor-kedua/",
    "authenticator app": "/akun/keamanan/aplikasi/activate/",
    "new passkey": "/akun/keamanan/passkey/add/",
    "password again": "/akun/konfirmasi/",
    "sign out": "/akun/logout/",
    "my rights": "/kerja/hak-saya/",
    "hand over": "/kerja/serah-terima/",
    "not allowed": "/admin/accounts/user/add/",
}
# A size, a scheme and a language. Each page is seen in two opposite ways, so in both of each,
# and its neighbour in the other two.
WAYS = [
    ("desk", "light", ""),
    ("phone", "dark", "/en"),
    ("desk", "dark", "/en"),
    ("phone", "light", ""),
]


def ways_of(name):
    first = list(PUBLIC | STAFF).index(name) % 2 * 2
    return WAYS[first : first + 2]


def problems_of(page, axe):
    """What axe, the policy on content and the width of the page have to complain about."""
    # The policy first: axe puts a style of its own into the page.
    found = [f"policy: {refused}" for refused in page.evaluate("window.refused")]
    found += [
        f"{violation['id']}: {node['target']}"
        for violation in axe.run(
            page, options={"resultTypes": ["violations"]}
        ).response["violations"]
        for node in violation["nodes"]
    ]
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return found + ([f"{wide} px too wide"] if wide > 0 else [])
