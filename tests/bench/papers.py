"""The PDF of a synthesis: CPU of the whole job, beside WeasyPrint alone on the same HTML with the same options and fonts."""

import resource
import statistics
import sys
from collections.abc import Callable
from typing import Any

from tests.bench.figures import at_most, measures
from tests.bench.volume import Bench, synthesis_of_pages


@measures(at_most("synthesis_pdf_cpu_vs_weasyprint", 1.15, "x"))
def synthesis_pdf(bench: Bench) -> dict[str, float]:
    """Median of interleaved pairs."""
    from reports.synthesis.models import Synthesis
    from reports.synthesis.prints import count_pages, document_of, make_pdf

    pk = synthesis_of_pages(bench).pk
    made: list[bytes] = []

    def ours() -> None:
        made.append(make_pdf(document_of(Synthesis.objects.select_related("day__cycle").get(pk=pk))))

    html = _html_given_to_weasyprint(ours)
    bare = lambda: _bare(html)  # noqa: E731
    bare()
    pairs = [(_cpu(ours), _cpu(bare)) for _ in range(bench.sizes.pairs)]
    sys.stderr.write(f"synthesis: {count_pages(made[-1])} pages, {len(made[-1]) // 1000} kB\n")
    return {"synthesis_pdf_cpu_vs_weasyprint": statistics.median(mine for mine, _ in pairs) / statistics.median(floor for _, floor in pairs)}


def _html_given_to_weasyprint(make: Callable[[], None]) -> str:
    """What reaches WeasyPrint when the house makes the PDF."""
    import weasyprint

    given: list[str] = []
    usual = weasyprint.HTML

    class Recorded(usual):  # type: ignore[misc, valid-type]
        def __init__(self, *args: Any, **options: Any) -> None:
            given.append(options["string"])
            super().__init__(*args, **options)

    weasyprint.HTML = Recorded
    try:
        make()
    finally:
        weasyprint.HTML = usual
    return given[-1]


def _bare(html: str) -> bytes:
    from django.conf import settings
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    from labo_ess.documents.pdf import VARIANT, _make_fetcher

    page = HTML(string=html, base_url=settings.SITE_URL + "/", url_fetcher=_make_fetcher())
    return page.write_pdf(font_config=FontConfiguration(), pdf_variant=VARIANT, pdf_tags=True, optimize_images=True, jpeg_quality=85)


def _cpu(act: Callable[[], object]) -> float:
    before = _spent()
    act()
    return _spent() - before


def _spent() -> float:
    """Seconds of this process and of its children."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)
