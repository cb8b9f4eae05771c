"""The drawing of a second factor, inline: the content policy refuses `data:` pictures."""

import re

from allauth.usersessions.models import UserSession
from django import template
from django.utils.safestring import SafeString, mark_safe

from labo_ess.signin.factors import handle

register = template.Library()


@register.simple_tag
def totp_drawing(svg: str) -> SafeString:
    """The SVG that the qrcode library made of the seed, without its XML head and its own size."""
    drawing = re.sub(r"<\?xml[^>]*\?>", "", svg)
    drawing = re.sub(r'\s(width|height)="[^"]*mm"', "", drawing, count=2)
    # Safe: the library made it, from a base32 text.
    return mark_safe(drawing.replace("<svg", '<svg class="qr-drawing" aria-hidden="true" focusable="false"', 1))


BROWSERS = (("Firefox", "Firefox"), ("Edg", "Edge"), ("OPR", "Opera"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux"))


@register.filter
def device(user_agent: str) -> str:
    """What a person recognises of a browser's long name: « Firefox sur Windows »."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "Un navigateur")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "un appareil")
    return f"{browser} sur {system}"


@register.filter
def session_handle(session: UserSession) -> str:
    """How an address names a session."""
    return handle(session)
