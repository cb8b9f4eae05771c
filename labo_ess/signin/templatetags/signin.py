"""The drawing of a second factor, inline: the content policy refuses `data:` pictures."""

import re

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def totp_drawing(svg: str) -> SafeString:
    """The SVG that the qrcode library made of the seed, without its XML head and its own size."""
    drawing = re.sub(r"<\?xml[^>]*\?>", "", svg)
    drawing = re.sub(r'\s(width|height)="[^"]*mm"', "", drawing, count=2)
    return mark_safe(drawing.replace("<svg", '<svg class="qr-drawing" aria-hidden="true" focusable="false"', 1))  # noqa: S308  made by the library from base32 text
