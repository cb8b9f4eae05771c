"""From where a request comes, behind as many proxies as the settings say and no more."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address to count against.

    Only the hops that our own proxies wrote are believed: a forged header opens no new bucket. An IPv6 visitor owns
    a /64 at least, so that is what counts.
    """
    given = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXY_COUNT:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        if len(hops) >= settings.TRUSTED_PROXY_COUNT:
            given = hops[-settings.TRUSTED_PROXY_COUNT]
    try:
        address = ip_address(given)
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network(f"{address}/64", strict=False).network_address)
    return str(address)
