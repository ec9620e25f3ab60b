"""Files that prove what came after the decision."""

from __future__ import annotations

from django.http.response import HttpResponseBase

from cases.selectors.service import get_delivery
from core import uploads
from core.http import UserRequest


def proof(request: UserRequest, pk: int) -> HttpResponseBase:
    """The proof of one service, for those who see the case."""
    row = get_delivery(user=request.user, pk=pk)
    return uploads.served(
        row.proof_file,
        f"{row.case.number}送达证明{row.pk}",
        unchanged_since=request.headers.get("If-None-Match", ""),
    )
