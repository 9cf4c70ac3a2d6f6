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
    """One that is good for localhost and 127.0.0.1, for two days."""
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
    command += ["-keyout", str(made.key), "-out", str(made.file), "-days", "2", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    # From 3.13 on, Python refuses a CA that does not say what its key is for.
    command += ["-addext", "keyUsage=critical,digitalSignature,keyCertSign"]
    subprocess.run(command, check=True, capture_output=True)
    return made
