"""What a monitor asks."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from labo_ess.operations.health import is_well, measure


@login_not_required
@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """200 when well, 503 when not; figures only."""
    figures = measure()
    return JsonResponse(figures, status=200 if is_well(figures) else 503)
