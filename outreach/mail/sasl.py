"""What is said to log in with an access token, before it is coded in base64."""

from outreach.mail.servers import AccessToken


def xoauth2(login: AccessToken) -> str:
    """Google's and Microsoft's own mechanism (developers.google.com/gmail/imap/xoauth2-protocol)."""
    return f"user={login.username}\x01auth=Bearer {login.token}\x01\x01"


def bearer(login: AccessToken, host: str, port: int) -> str:
    """OAUTHBEARER (RFC 7628, 3.1), with the name coded as RFC 5801, 4 wants it."""
    name = login.username.replace("=", "=3D").replace(",", "=2C")
    return f"n,a={name},\x01host={host}\x01port={port}\x01auth=Bearer {login.token}\x01\x01"
