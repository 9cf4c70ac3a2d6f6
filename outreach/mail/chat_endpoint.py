"""One question to an OpenAI-compatible chat endpoint, and its answer; foreign errors into our words."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from outreach.core.errors import MissingExtra, OutreachError, Refused
from outreach.core.untrusted import one_line
from outreach.mail.servers import is_loopback

#: An answer of a few lines is asked for; who sends more than this is not listened to.
LARGEST_ANSWER = 64_000
_MOST_TOKENS = 300


class EndpointTrouble(OutreachError):
    """No usable answer to this question."""


class EndpointUnreachable(EndpointTrouble):
    """Nobody answers there, or they want to be left alone for now: any other question would fare no better."""


@dataclass(frozen=True, slots=True)
class ChatEndpoint:
    """Whom to ask. `url` is the base address that ends in /v1. Raises Refused for plain text to another machine."""

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    #: For the whole exchange, however slowly it drips.
    seconds: float = 30.0

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme != "https" and not is_loopback(parts.hostname or ""):
            raise Refused(
                f"{one_line(self.url)} would be spoken to in plain text; that is only done on this machine."
            )

    async def ask(self, system: str, question: str) -> str:
        """What it answers. Raises EndpointTrouble, and MissingExtra where the HTTP library is not installed."""
        try:
            import httpx
        except ImportError:
            raise MissingExtra("second-reader", "The second reader") from None
        try:
            async with asyncio.timeout(self.seconds):
                # No redirects: a question goes where the configuration says, and nowhere else.
                async with httpx.AsyncClient(timeout=self.seconds, trust_env=False) as client:
                    status, body = await self._exchange(client, self._payload(system, question))
        except TimeoutError:
            raise EndpointTrouble(f"no answer within {self.seconds:g} s") from None
        except httpx.TransportError as error:
            raise EndpointUnreachable(f"cannot be reached ({type(error).__name__})") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise EndpointTrouble(f"no usable answer ({type(error).__name__})") from None
        if status in (401, 403, 404, 429) or status >= 500:
            raise EndpointUnreachable(f"answers {status}: {one_line(body.decode('utf-8', 'replace'), 200)}")
        if status != 200:
            raise EndpointTrouble(f"answers {status}")
        return _content(body)

    async def _exchange(self, client: Any, payload: dict[str, Any]) -> tuple[int, bytes]:
        headers = {} if self.key is None else {"Authorization": f"Bearer {self.key}"}
        url = f"{self.url.rstrip('/')}/chat/completions"
        async with client.stream("POST", url, json=payload, headers=headers) as response:
            body = b""
            async for piece in response.aiter_bytes():
                body += piece
                if len(body) > LARGEST_ANSWER:
                    raise EndpointTrouble(f"answers with more than {LARGEST_ANSWER} bytes")
            return response.status_code, body

    def _payload(self, system: str, question: str) -> dict[str, Any]:
        return {
            "model": self.model,
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": question}],
            "temperature": 0,
            "max_tokens": _MOST_TOKENS,
            "stream": False,
        }


def _content(body: bytes) -> str:
    try:
        content = json.loads(body)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise EndpointTrouble("its answer is not what an OpenAI-compatible endpoint says") from None
    if not isinstance(content, str):
        raise EndpointTrouble("its answer has no text")
    return content
