"""Papers of an exhibition, as PDF to print; the recap as DOCX too."""

from django.http import Http404, HttpResponse
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET

from apps.accounts.http import Request
from apps.exhibitions import rights
from apps.exhibitions.papers import KINDS, paper_of
from apps.exhibitions.papers.recap import recap_docx

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_GET
def paper(request: Request, pk: int, kind: str) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    needed = [rights.RUN] if KINDS[kind].is_kept else []
    exhibition = rights.exhibition_for(request, pk, *needed)
    if not KINDS[kind].fits(exhibition):
        raise Http404
    asked = parse_date(request.GET.get("hari", "") or "-")
    day = asked if asked in exhibition.days else exhibition.starts_on
    sizes = KINDS[kind].sizes or ("a4",)
    size = request.GET.get("ukuran", "")
    pdf = paper_of(exhibition, kind, day, size=size if size in sizes else sizes[0])
    name = f"{exhibition.slug}-{kind}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@require_GET
def recap_to_edit(request: Request, pk: int) -> HttpResponse:
    exhibition = rights.exhibition_for(request, pk)
    name = f"{exhibition.slug}-rekap.docx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(recap_docx(exhibition), content_type=DOCX, headers=headers)
