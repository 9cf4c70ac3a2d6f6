"""A certificate for loopback servers, so that tests verify TLS as the program does in earnest."""

import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Certificate:
    """Files in PEM form; the certificate signs itself, so it is its own CA file."""

    file: Path
    key: Path


def make_certificate(folder: Path) -> Certificate:
    """One that is good for localhost and 127.0.0.1, for a month: what ends sooner is warned of."""
    made = Certificate(file=folder / "cert.pem", key=folder / "key.pem")
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
    ]
    command += ["-keyout", str(made.key), "-out", str(made.file), "-days", "30", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    # From 3.13 on, Python refuses a CA that does not say what its key is for.
    command += ["-addext", "keyUsage=critical,digitalSignature,keyCertSign"]
    subprocess.run(command, check=True, capture_output=True)
    return made


_AUTHORITY = """\
[ca]
default_ca = own
[own]
new_certs_dir = {folder}
database = {folder}/index.txt
rand_serial = yes
default_md = sha256
policy = any
x509_extensions = server
[any]
commonName = supplied
[server]
subjectAltName = DNS:localhost,IP:127.0.0.1
basicConstraints = critical,CA:true
keyUsage = critical,digitalSignature,keyCertSign
"""


def make_expired_certificate(folder: Path) -> Certificate:
    """The same under another subject, so that both may stand in one CA file; it ended years ago."""
    made = Certificate(file=folder / "expired.pem", key=folder / "expired-key.pem")
    request, authority = folder / "request.pem", folder / "authority.cnf"
    authority.write_text(_AUTHORITY.format(folder=folder), encoding="utf-8")
    (folder / "index.txt").touch()
    ask = ["openssl", "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    ask += ["-keyout", str(made.key), "-out", str(request), "-subj", "/CN=expired.localhost"]
    # `req -x509` makes none that has ended; only an authority may say from when to when.
    sign = ["openssl", "ca", "-batch", "-selfsign", "-config", str(authority), "-keyfile", str(made.key)]
    sign += ["-in", str(request), "-out", str(made.file), "-notext"]
    sign += ["-startdate", "20240101000000Z", "-enddate", "20240201000000Z"]
    for command in (ask, sign):
        subprocess.run(command, check=True, capture_output=True)
    return made
