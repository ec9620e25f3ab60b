"""The API browser, its files from the sidecar wheel."""

from __future__ import annotations

from csp.decorators import csp_update
from drf_spectacular.views import SpectacularSwaggerSplitView

# The wheel's page has one inline style sheet; this is its fingerprint, and nothing else
# inline is let in. It changes with the pinned version: the browser console names the new one.
STYLE = "'sha256-MMpT0iDxyjALd9PdfepImGX3DBfJPXZ4IlDWdPAgtn0='"

api_docs = csp_update({"style-src": ["'self'", STYLE]})(
    SpectacularSwaggerSplitView.as_view(url_name="schema")
)
