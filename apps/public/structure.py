"""What search engines read of a page: schema.org, with nothing that the page does not say."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.public.catalogue import ProductPage
from apps.public.queries import Profile


def website() -> dict[str, Any]:
    search = settings.SITE_URL + reverse("public:directory")
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": settings.SITE_NAME,
        "url": settings.SITE_URL + reverse("public:home"),
        "publisher": {"@type": "GovernmentOrganization", "name": settings.SITE_OWNER},
        "potentialAction": {
            "@type": "SearchAction",
            "target": f"{search}?q={{search_term_string}}",
            "query-input": "required name=search_term_string",
        },
    }


def organisation(business: Profile, *, address: str) -> dict[str, Any]:
    described = {
        "description": business.description or business.products,
        "foundingDate": str(business.established_year or ""),
        "knowsAbout": business.group,
    }
    return {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": business.name,
        "url": address,
        "address": {
            "@type": "PostalAddress",
            "addressLocality": business.place,
            "addressCountry": "ID",
        },
        **{name: value for name, value in described.items() if value},
    }


def product(page: ProductPage, address: str) -> dict[str, Any]:
    """schema.org Product; an offer only where there is a price."""
    described: dict[str, Any] = {
        "description": page.description,
        "category": page.group,
        "material": page.materials,
    }
    if page.price is not None:
        described["offers"] = {
            "@type": "Offer",
            "price": page.price,
            "priceCurrency": "IDR",
            "url": address,
            "seller": {"@type": "Organization", "name": page.maker},
        }
    return {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": page.name,
        "url": address,
        "image": [settings.SITE_URL + each.url for each in page.pictures],
        "brand": {"@type": "Brand", "name": page.maker},
        "manufacturer": {
            "@type": "Organization",
            "name": page.maker,
            "url": settings.SITE_URL
            + reverse("public:profile", args=[page.maker_slug]),
        },
        **{name: value for name, value in described.items() if value},
    }


def trail(page: ProductPage) -> dict[str, Any]:
    """schema.org BreadcrumbList: the way that stands above the product."""
    catalogue = reverse("public:catalogue")
    steps = [(_("Product catalogue"), catalogue)]
    if page.group:
        steps.append((page.group, f"{catalogue}?kelompok={page.group_code}"))
    steps.append((page.name, reverse("public:product", args=[page.slug])))
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": name,
                "item": settings.SITE_URL + address,
            }
            for position, (name, address) in enumerate(steps, 1)
        ],
    }
