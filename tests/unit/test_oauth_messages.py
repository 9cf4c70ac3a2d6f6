"""What is said to an authorisation server, and what its answers mean; by the RFCs' examples where they have any."""

import json
from typing import Any

import pytest

from outreach.core.errors import OutreachError
from outreach.mail.oauth_messages import Pkce, Waiting, code_of, read_device_code, read_grant, read_poll
from outreach.mail.oauth_providers import google, microsoft
from outreach.mail.oauth_trouble import TokenRefused, TokenTrouble, refusal
from outreach.mail.sasl import bearer, xoauth2
from outreach.mail.servers import AccessToken


def body(**told: Any) -> bytes:
    return json.dumps(told).encode()


def test_the_challenge_is_that_of_the_rfc() -> None:
    # RFC 7636, appendix B.
    pkce = Pkce("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")

    assert pkce.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    assert pkce.verifier not in repr(pkce)


def test_xoauth2_is_what_google_documents() -> None:
    login = AccessToken("someuser@example.com", "ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg")

    assert xoauth2(login).startswith("user=someuser@example.com\x01auth=Bearer ya29.vF9d")
    assert xoauth2(login).endswith("\x01\x01")


def test_oauthbearer_is_that_of_the_rfc_and_a_name_with_its_signs_is_coded() -> None:
    # RFC 7628, 4.1.
    said = bearer(
        AccessToken("user@example.com", "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg=="),
        "server.example.com",
        143,
    )
    odd = bearer(AccessToken("a=b,c", "t"), "h", 1)

    assert said == (
        "n,a=user@example.com,\x01host=server.example.com\x01port=143\x01"
        "auth=Bearer vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==\x01\x01"
    )
    assert odd.startswith("n,a=a=3Db=2Cc,\x01")


def test_the_answer_of_the_rfc_is_a_grant() -> None:
    # RFC 6749, 5.1.
    grant = read_grant(
        200,
        body(
            access_token="2YotnFZFEjr1zCsicMWpAA",
            token_type="Bearer",
            expires_in=3600,
            refresh_token="tGzv3JOkF0XG5Qx2TlKWIA",
        ),
        name="ann",
    )

    assert (grant.access_token, grant.refresh_token) == ("2YotnFZFEjr1zCsicMWpAA", "tGzv3JOkF0XG5Qx2TlKWIA")
    assert grant.expires_in == 3600
    assert "2YotnFZFEjr1zCsicMWpAA" not in repr(grant)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        (3600, 3600),
        ("3599", 3599),
        (None, 1800),
        (-1, 1800),
        (True, 1800),
        ("soon", 1800),
        (10**8, 86_400),
        (1e308, 1800),
    ],
)  # fmt: skip
def test_how_long_a_token_is_good_is_never_taken_on_trust(said: object, seconds: int) -> None:
    assert read_grant(200, body(access_token="a", expires_in=said), name="ann").expires_in == seconds


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (200, b""),
        (200, b"<html>"),
        (200, b"[]"),
        (200, b"{}"),
        (200, b"[" * 100_000),
        (200, body(access_token="")),
        (200, body(access_token=["a"])),
        (200, body(access_token="a\r\nb")),
        (200, body(access_token="a", token_type="mac")),
        (302, body(access_token="a")),
        (500, b"oh"),
        (429, b""),
        (503, body(error="temporarily_unavailable")),
        (400, body(error="invalid_request", error_description="AADSTS90033: A transient error.")),
    ],
)
def test_what_is_no_answer_is_tried_again(status: int, answer: bytes) -> None:
    with pytest.raises(TokenTrouble):
        read_grant(status, answer, name="ann")


@pytest.mark.parametrize(
    ("error", "description", "says"),
    [
        ("invalid_grant", "Token has been expired or revoked.", "seven days"),
        ("invalid_grant", "Bad Request", "taken back"),
        ("invalid_grant", "AADSTS700082: The refresh token has expired due to inactivity.", "not used for too long"),
        (
            "invalid_grant",
            "AADSTS50173: The provided grant has expired due to it being revoked.",
            "password was changed",
        ),
        ("interaction_required", "AADSTS50076: you must use multi-factor authentication", "second factor"),
        ("invalid_grant", "AADSTS65001: The user or administrator has not consented", "Grant admin consent"),
        ("access_denied", "AADSTS53003: Access has been blocked by Conditional Access", "conditional access"),
        ("unauthorized_client", "AADSTS700016: Application not found in the directory", "oauth2.tenant"),
        ("invalid_client", "AADSTS7000215: Invalid client secret provided.", "oauth2.client_secret"),
        ("invalid_client", "AADSTS7000218: must contain client_assertion or client_secret", "public client flows"),
        ("invalid_client", "The OAuth client was not found.", "oauth2.client_id"),
        ("deleted_client", "", "oauth2.client_id"),
        ("invalid_scope", "", "oauth2.scopes"),
        ("access_denied", "", "said no"),
        ("expired_token", "", "run out"),
        ("something_new", "of next year", "refuses"),
    ],
)  # fmt: skip
def test_each_refusal_says_what_a_person_has_to_do(error: str, description: str, says: str) -> None:
    with pytest.raises(TokenRefused) as caught:
        read_grant(400, body(error=error, error_description=description), name="ann")

    assert says in str(caught.value)
    assert "{name}" not in str(caught.value)


def test_what_a_server_repeats_or_smuggles_is_not_shown() -> None:
    said = "Token s3cret\x1b[2J is bad.\r\nTrace ID: 0123"

    shown = str(refusal("invalid_grant", said, name="ann", hidden=("s3cret", "")))

    assert "[hidden]" in shown
    assert not any(words in shown for words in ("s3cret", "\x1b", "Trace ID"))


@pytest.mark.parametrize(
    "target",
    ["/", "/?code=x", "/?state=s", "/?code=x&state=t", "/?code=&state=s", "/?code=x&code=y&state=s", "/?%ff"],
)
def test_only_the_answer_to_our_own_question_has_a_code(target: str) -> None:
    with pytest.raises(OutreachError):
        code_of(target, state="s", name="ann")


def test_a_code_is_taken_as_it_is() -> None:
    assert code_of("/?state=s&code=4%2F0A-b&scope=x", state="s", name="ann") == "4/0A-b"


def test_the_device_code_of_the_rfc_is_read() -> None:
    # RFC 8628, 3.2.
    code = read_device_code(
        200,
        body(
            device_code="GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS",
            user_code="WDJB-MJHT",
            verification_uri="https://example.com/device",
            expires_in=1800,
        ),
        name="ann",
    )

    assert (code.user_code, code.verification_url, code.expires_in) == (
        "WDJB-MJHT",
        "https://example.com/device",
        1800,
    )
    assert code.interval == 5


@pytest.mark.parametrize(("error", "interval"), [("authorization_pending", 5), ("slow_down", 10)])
def test_who_waits_is_told_how_long(error: str, interval: int) -> None:
    assert read_poll(400, body(error=error), name="ann", interval=5) == Waiting(interval)


def test_the_pages_of_the_providers_are_https() -> None:
    for server in (google(), microsoft("common"), microsoft("../evil")):
        for url in (server.authorize_url, server.token_url, server.device_url):
            assert not url or url.startswith("https://")
            assert "/../" not in url
