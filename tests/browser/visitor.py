"""Someone without JavaScript: keeps cookies, follows redirects, fills the forms a page serves and posts them."""

import http.cookiejar
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import Any

import lxml.html


@dataclass
class Page:
    """An answer of the house."""

    status: int
    url: str
    body: bytes
    headers: Any

    @property
    def html(self) -> Any:
        """The document, its links made absolute."""
        tree = lxml.html.document_fromstring(self.body)
        tree.make_links_absolute(self.url)
        return tree

    @property
    def name(self) -> str:
        """`data-page` of the main part."""
        return self.html.xpath("string(//main/@data-page)")

    @property
    def state(self) -> str:
        """`data-state` of the main part."""
        return self.html.xpath("string(//main/@data-state)")


class Visitor:
    """One browser's cookies."""

    def __init__(self, base: str, timeout: float = 30) -> None:
        self.base, self.timeout = base, timeout
        jar = http.cookiejar.CookieJar(http.cookiejar.DefaultCookiePolicy(secure_protocols=("http", "https")))
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(jar))

    def get(self, address: str, **headers: str) -> Page:
        """The page at an address, or at a path of the house."""
        return self._open(urllib.request.Request(self._whole(address), headers=headers))

    def post(self, address: str, data: dict[str, str]) -> Page:
        """Post fields; a form's own are sent by `submit`."""
        body = urllib.parse.urlencode(data).encode()
        return self._open(urllib.request.Request(self._whole(address), data=body, headers={"Referer": self._whole(address)}))

    def submit(self, page: Page, xpath: str, **filled: str) -> Page:
        """Post a form of the page as served, with what is filled in; every question that must be answered gets its first answer."""
        form = page.html.xpath(xpath)[0]
        fields = dict(form.form_values())
        for control in form.xpath(".//input[@data-choice][not(@type='hidden')]"):
            fields.setdefault(control.name, control.get("value", "on"))
        return self.post(form.action, fields | filled)

    def sign_in(self, account: dict[str, str]) -> Page:
        """By e-mail and password, as `demo.json` gives them."""
        return self.submit(self.get("/connexion/"), "//form[@action]", login=account["email"], password=account["password"])

    def _whole(self, address: str) -> str:
        return address if address.startswith("http") else self.base + address

    def _open(self, request: urllib.request.Request) -> Page:
        try:
            answer = self.opener.open(request, timeout=self.timeout)
        except urllib.error.HTTPError as refused:
            answer = refused
        with answer:
            return Page(answer.status, answer.geturl(), answer.read(), answer.headers)
