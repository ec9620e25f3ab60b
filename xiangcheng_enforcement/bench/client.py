"""A browser without a screen: one connection, cookies, forms as the page gives them."""

from __future__ import annotations

import http.client
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from xiangcheng_enforcement.embedded.process import LOOPBACK

Fields = dict[str, list[str]]
_CHOSEN_ONLY = {"checkbox", "radio", "submit", "button", "file"}


class UnexpectedAnswerError(Exception):
    """The page answered, but not as it should; says how."""


@dataclass(frozen=True)
class Answer:
    """Status, body, and the seconds from sending the request to the last byte."""

    status: int
    body: str
    seconds: float
    location: str = ""


@dataclass
class Browser:
    """One user's browser."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=60)

    def get(self, path: str) -> Answer:
        return self._request("GET", path, None)

    def page(self, path: str) -> Answer:
        """GET that must show a page. Raises UnexpectedAnswerError."""
        answer = self.get(path)
        if answer.status != http.client.OK:
            raise UnexpectedAnswerError(f"{path} 返回 {answer.status}")
        return answer

    def post(self, path: str, fields: Fields) -> Answer:
        return self._request("POST", path, urlencode(fields, doseq=True))

    def submit(self, path: str, marker: str, **changes: str | list[str]) -> Answer:
        """Open the form that has a field `marker`, change some fields, send it.

        Raises UnexpectedAnswerError when the form comes back instead of a redirect.
        """
        fields = form_with(self.page(path).body, marker)
        for name, value in changes.items():
            fields[name] = [value] if isinstance(value, str) else value
        answer = self.post(path, fields)
        if answer.status != http.client.FOUND:
            raise UnexpectedAnswerError(f"提交 {path} 返回 {answer.status}，表单未被接受")
        return answer

    def log_in(self, username: str, password: str) -> Browser:
        self.submit("/accounts/login/", "username", username=username, password=password)
        return self

    def _request(self, method: str, path: str, body: str | None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            response, text, seconds = self._send(method, path, body, headers)
        except http.client.RemoteDisconnected:  # idle for longer than the server keeps it open
            self._connection.close()
            response, text, seconds = self._send(method, path, body, headers)
        for value in response.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(value).items()}
        location = response.headers.get("Location", "")
        return Answer(response.status, text.decode(), seconds, location)

    def _send(
        self, method: str, path: str, body: str | None, headers: dict[str, str]
    ) -> tuple[http.client.HTTPResponse, bytes, float]:
        started = time.perf_counter()
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        text = response.read()
        return response, text, time.perf_counter() - started


def form_with(page: str, marker: str) -> Fields:
    """What the browser would send of the form that has a field of that name, untouched."""
    reader = _FormReader()
    reader.feed(page)
    for fields in reader.forms:
        if marker in fields:
            return fields
    raise UnexpectedAnswerError(f"页面没有含“{marker}”的表单")


class _FormReader(HTMLParser):
    """Collects the successful controls of each form (HTML 4.10.21)."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Fields] = []
        self._select = ""
        self._first_option = ""
        self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append({})
        elif self.forms:
            self._control(tag, values)

    def _control(self, tag: str, values: dict[str, str]) -> None:
        name = values.get("name", "")
        if tag == "input" and name:
            if values.get("type") not in _CHOSEN_ONLY or "checked" in values:
                self._add(name, values.get("value", "on" if "checked" in values else ""))
        elif tag == "select":
            self._select = name
            self._add(name)
        elif tag == "option" and self._select:
            if "selected" in values:
                self._add(self._select, values.get("value", ""))
        elif tag == "textarea":
            self._textarea = name
            self._add(name, "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._textarea = ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.forms[-1][self._textarea] = [data.removeprefix("\n")]

    def _add(self, name: str, *values: str) -> None:
        self.forms[-1].setdefault(name, []).extend(values)
