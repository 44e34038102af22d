"""What search engines read of a page: schema.org, with nothing that the page does not say."""

from typing import Any

from django.conf import settings
from django.urls import reverse

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
