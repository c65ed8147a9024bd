"""HTML that says what it may load: a Content-Security-Policy with a nonce fresh in every answer."""

import secrets

from starlette.responses import HTMLResponse

NONCE = "{{nonce}}"


def html(text: str, policy: str, status: int = 200) -> HTMLResponse:
    """`{{nonce}}`, in the text and in the policy, becomes the answer's nonce."""
    nonce = secrets.token_urlsafe(16)
    headers = {
        "cache-control": "no-cache",
        "content-security-policy": policy.replace(NONCE, nonce),
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
    }
    return HTMLResponse(text.replace(NONCE, nonce), status, headers)
