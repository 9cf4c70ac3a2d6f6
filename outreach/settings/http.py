"""`[http]`: the small web server for the one-click opt-out, health and metrics."""

from ipaddress import ip_network

from outreach.mail.client_address import Network
from outreach.settings import values
from outreach.settings.reading import Check, Place, Wrong, setting, settings_class
from outreach.settings.secrets import SecretRef


def _networks(value: object, place: Place) -> tuple[Network, ...]:
    """Reads a list of addresses and networks."""
    found = []
    for each in values.texts(50)(value, place):
        try:
            found.append(ip_network(each))
        except ValueError:
            raise Wrong(
                f"{values.shown(each)} is no network.", 'Write it as "127.0.0.1" or "10.0.0.0/8".'
            ) from None
    return tuple(found)


def _listens_for_somebody(enabled: bool, public_url: str) -> Wrong | None:
    if not enabled or public_url:
        return None
    problem = "is true, but http.public_url is missing: no mail offers the one-click opt-out."
    return Wrong(problem, "Say under which https address recipients reach it.", warning=True)


def _metrics_have_a_token(metrics: bool, metrics_token: SecretRef | None) -> Wrong | None:
    if not metrics or metrics_token is not None:
        return None
    # Behind a proxy every request comes from this machine: that alone says nothing about who asks.
    return Wrong("is true, but http.metrics_token is missing.", 'Write metrics_token = { file = "…" }.')


@settings_class
class Http:
    """The small web server for the one-click opt-out, health and metrics."""

    enabled: bool = setting(values.boolean, "Whether it runs.", default=False)
    host: str = setting(values.host, "The address it listens on.", default="127.0.0.1")
    port: int = setting(values.number(1, 65_535), "The port it listens on.", default=8025)
    public_url: str = setting(
        values.web_address,
        "The https address under which recipients reach it. Without it no mail offers the one-click opt-out.",
        default="",
        default_text="none",
    )
    trusted_proxies: tuple[Network, ...] = setting(
        _networks,
        "Addresses or networks of our own proxies: whom they name in X-Forwarded-For is the client that limits "
        "count. From anybody else that header says nothing.",
        default=(),
    )
    metrics: bool = setting(values.boolean, "Whether `/metrics` tells Prometheus how it goes.", default=False)
    metrics_token: SecretRef | None = setting(
        values.secret,
        "Where the token is kept that `/metrics` is asked with (`Authorization: Bearer …`).",
        default=None,
        default_text="none: needed for metrics",
    )

    CHECKS = (
        Check("enabled", ("enabled", "public_url"), _listens_for_somebody),
        Check("metrics", ("metrics", "metrics_token"), _metrics_have_a_token),
    )
