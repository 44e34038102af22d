"""Which drawing suits a product: by the words of its name, else by its group."""

import hashlib
import re

from apps.catalogue.drawing.palettes import PALETTES

ARRANGEMENTS = 4

# The first that stands in the name decides: what is drawn, by words that name it.
WORDS: dict[str, str] = {
    "toples": (
        "toples kue kering nastar kastengel sambal selai acar madu bumbu manisan asinan "
        "abon serundeng rendang pasta lulur scrub krim masker"
    ),
    "kemasan": (
        "keripik kripik kerupuk krupuk rempeyek peyek kacang emping rengginang opak "
        "stik camilan snack makaroni basreng granola tepung beras mi mie bihun teri ikan"
    ),
    "kopi": "kopi bubuk cokelat kakao coklat rempah teh wedang jamu jahe serbuk",
    "botol": (
        "sirup minyak kecap sari bir pletok minuman jus cuka saus parfum minuman losion "
        "sampo hand sanitizer herbal serum toner cairan"
    ),
    "kue": (
        "roti bolu brownies kue lapis donat bakpia dodol jenang wajik lemper bika geplak "
        "onde klepon nagasari tart cake wingko lumpia pempek risoles martabak pastel"
    ),
    "mangkuk": (
        "tempe tahu bakso soto mi nasi rawon gudeg siomay salad bubur sayur lauk mangkuk "
        "piring katering bandeng nugget sosis"
    ),
    "cangkir": "cangkir gelas mug cawan poci teko",
    "kain": (
        "batik kain tenun endek songket ulos lurik ikat sutra ecoprint jumputan sasirangan "
        "sarung jarik taplak sprei gorden bedcover"
    ),
    "kemeja": "kemeja kaus kaos seragam jaket hem rompi jas polo sablon",
    "gaun": "kebaya gamis busana gaun dress blus mukena daster tunik rok muslim",
    "selendang": "selendang syal pasmina kerudung jilbab hijab stola scarf",
    "sepatu": "sepatu sneakers pantofel boots",
    "sandal": "sandal selop kelom",
    "dompet": "dompet pouch gantungan ikat pinggang sabuk kartu",
    "tas": "tas ransel clutch totebag tote koper",
    "keranjang": (
        "anyaman keranjang bakul besek pandan rotan bambu eceng tikar topi nampan"
    ),
    "vas": "gerabah vas keramik guci kendi tembikar pot tanah terakota",
    "kalung": "kalung mutiara perhiasan perak emas anting liontin bros manik",
    "gelang": "gelang cincin",
    "wayang": "wayang topeng ukiran patung relief",
    "boneka": "boneka mainan puzzle",
    "lampu": "lampion lampu lentera",
    "kursi": "kursi mebel furnitur sofa bangku meja kayu jati",
    "rak": "rak lemari kabinet kusen pintu jendela nakas buffet",
    "sabun": "sabun",
    "lilin": "lilin aromaterapi dupa",
    "kaleng": "cat lem pupuk bahan kimia pembersih deterjen",
    "perkakas": (
        "pisau perkakas cangkul golok besi pagar teralis mesin las baja wajan panci servis "
        "reparasi suku cadang alat logam aluminium"
    ),
    "kertas": (
        "undangan kemasan karton stiker label cetak buku kartu kalender brosur souvenir "
        "suvenir kado dus kotak"
    ),
}
BY_GROUP: dict[str, tuple[str, ...]] = {
    "pangan": ("kemasan", "toples", "kue", "mangkuk", "botol"),
    "sandang-tekstil": ("kain", "kemeja", "gaun", "selendang"),
    "kulit-alas-kaki": ("tas", "dompet", "sepatu"),
    "kimia-bahan-bangunan": ("kaleng",),
    "kosmetik-herbal": ("botol", "sabun", "toples"),
    "kayu-furnitur": ("kursi", "rak"),
    "logam-mesin": ("perkakas",),
    "kerajinan-perhiasan": ("keranjang", "vas", "kalung", "wayang"),
    "percetakan-aneka": ("kertas",),
    "jasa-industri": ("perkakas",),
    "kuliner": ("mangkuk", "kue", "kemasan"),
    "fesyen": ("kain", "gaun", "kemeja"),
    "kriya": ("keranjang", "vas", "wayang"),
}
ANYTHING = ("kertas", "keranjang", "toples")
# The cloth behind, by what stands before it; a name that says its cloth has that one.
CLOTHS: dict[str, tuple[str, ...]] = {
    "pangan": ("kawung", "truntum", "ceplok", "lurik", "mega"),
    "sandang-tekstil": ("parang", "ikat", "songket", "truntum", "kawung"),
    "kulit-alas-kaki": ("ikat", "lurik", "anyaman"),
    "kerajinan-perhiasan": ("anyaman", "ceplok", "songket", "ikat"),
    "kayu-furnitur": ("anyaman", "lurik", "ceplok"),
    "kosmetik-herbal": ("mega", "truntum", "ceplok"),
}
ANY_CLOTH = ("kawung", "parang", "truntum", "ceplok", "ikat", "lurik", "mega")
NAMED_CLOTHS = {
    **{name: name for name in ("kawung", "parang", "truntum", "songket", "lurik")},
    **dict.fromkeys(("tenun", "ikat", "endek", "ulos"), "ikat"),
    **dict.fromkeys(("anyaman", "rotan", "pandan", "bambu"), "anyaman"),
    "megamendung": "mega",
}
THINGS = {word: thing for thing, words in WORDS.items() for word in words.split()}


def key_for(name: str, *, group: str = "", subsector: str = "", seed: int = 0) -> str:
    """The key of the drawing for a product; the same for the same product, always."""
    dice = hashlib.blake2b(f"{name.casefold()}/{seed}".encode(), digest_size=4).digest()
    words = re.findall(r"[a-z]+", name.casefold())
    thing = _thing(words) or _pick(
        BY_GROUP.get(subsector) or BY_GROUP.get(group) or ANYTHING, dice[0]
    )
    named = [NAMED_CLOTHS[word] for word in words if word in NAMED_CLOTHS]
    cloth = named[-1] if named else _pick(CLOTHS.get(group, ANY_CLOTH), dice[1])
    palette = _pick(tuple(PALETTES), dice[2])
    return f"{thing}-{cloth}-{palette}-{dice[3] % ARRANGEMENTS}"


def _thing(words: list[str]) -> str:
    """The first word decides: «tas anyaman» is a bag, «keripik tempe» a packet."""
    return next((THINGS[word] for word in words if word in THINGS), "")


def _pick(choices: tuple[str, ...], number: int) -> str:
    return choices[number % len(choices)]
