"""Papers of an exhibition, as PDF to print."""

from django.http import Http404, HttpResponse
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET

from apps.accounts.http import Request
from apps.exhibitions import rights
from apps.exhibitions.papers import KINDS, paper_of


@require_GET
def paper(request: Request, pk: int, kind: str) -> HttpResponse:
    exhibition = rights.exhibition_for(request, pk)
    if kind not in KINDS:
        raise Http404
    asked = parse_date(request.GET.get("hari", "") or "-")
    day = asked if asked in exhibition.days else exhibition.starts_on
    name = f"{exhibition.slug}-{kind}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    pdf = paper_of(exhibition, kind, day)
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
