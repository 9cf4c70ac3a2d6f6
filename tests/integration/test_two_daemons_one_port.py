"""`outreach run` where the port of the web server is taken: by a stranger it refuses, with a sibling it waits."""

import contextlib
import json
import os
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from outreach.config import load_config
from outreach.core.errors import ConfigurationError
from outreach.daemon.reloading import on_port, read_again
from outreach.mail.listening import bound
from tests.support.command_line import CommandLine
from tests.support.ports import LOOPBACK, reserve_port
from tests.support.waiting import wait_for
from tests.support.workspace import OUTREACH


def workspace(folder: Path, port: int, more: str = "") -> CommandLine:
    line = CommandLine.initialised(folder)
    config = folder / "config.toml"
    http = f'\n[http]\nenabled = true\nport = {port}\npublic_url = "https://mail.alpha.example"\n{more}'
    config.write_text(config.read_text(encoding="utf-8") + http, encoding="utf-8")
    line("db", "upgrade") if more else None
    return line


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody listens who says nothing of ours."""
    port = reserve_port()
    with socket.create_server((LOOPBACK, port)):
        yield port


class Daemon:
    """`outreach run` as a process, with its log in a file."""

    def __init__(self, line: CommandLine, log: Path, *words: str, **environment: str) -> None:
        self._log = log
        with log.open("wb") as written:
            self.process = subprocess.Popen(
                [*OUTREACH, "run", "--log-format", "json", *words],
                env=line.process_environment(environment),
                cwd=line.folder,
                stdin=subprocess.DEVNULL,
                stderr=written,
            )

    def has_said(self, event: str) -> bool:
        return f'"event": "{event}"' in self._log.read_text(encoding="utf-8")

    def end(self) -> None:
        self.process.kill()
        self.process.wait()


def health(port: int) -> dict[str, str]:
    with suppress(OSError), urllib.request.urlopen(f"http://{LOOPBACK}:{port}/health", timeout=5) as answer:
        said: dict[str, str] = json.load(answer)
        return said
    return {}


def test_a_stranger_on_the_port_is_named_and_nothing_starts(tmp_path: Path, taken: int) -> None:
    said = workspace(tmp_path, taken).process("run", status=3).stderr.decode()

    assert f"port {taken} on 127.0.0.1 is taken by " in said
    assert f"process {os.getpid()}." in said
    assert "for one daemon: `outreach run --http-port N` (or OUTREACH_HTTP_PORT)." in said


@pytest.mark.parametrize("how", ["option", "environment"])
def test_a_port_of_its_own_is_named_for_one_daemon(tmp_path: Path, taken: int, how: str) -> None:
    line, port = workspace(tmp_path, taken), reserve_port()
    words = ("--http-port", str(port)) if how == "option" else ()
    environment = {"OUTREACH_HTTP_PORT": str(port)} if how == "environment" else {}

    daemon = Daemon(line, tmp_path / "log", *words, **environment)
    try:
        wait_for(lambda: health(port), "the daemon to listen", within=60)
    finally:
        daemon.end()

    assert not daemon.has_said("not_listening")


@pytest.mark.server("postgresql")
def test_of_two_daemons_on_one_database_one_listens_and_the_other_takes_over(
    tmp_path: Path, postgresql_url: str
) -> None:
    port = reserve_port()
    url = postgresql_url.replace("+psycopg", "")
    line = workspace(tmp_path, port, f'[database]\nurl = "{url}"\n')
    line("init", str(tmp_path))
    first = Daemon(line, tmp_path / "first.log")
    second = None
    try:
        wait_for(lambda: health(port), "the first to listen", within=60)
        second = Daemon(line, tmp_path / "second.log")
        wait_for(lambda: second.has_said("running"), "the second to run", within=60)
        waited = second.has_said("another_daemon_listens") and not second.has_said("listening")

        first.end()
        wait_for(lambda: health(port).get("database") == "ok", "the second to listen", within=60)
        # It answers a moment before it says so.
        wait_for(lambda: second.has_said("listening"), "the second to say so", within=60)
    finally:
        first.end()
        if second is not None:
            second.end()

    assert waited


def test_a_reload_onto_a_port_that_is_taken_is_refused(tmp_path: Path, taken: int) -> None:
    workspace(tmp_path, taken)
    now = on_port(load_config(tmp_path / "config.toml"), reserve_port())

    with pytest.raises(ConfigurationError, match=f"port {taken} on 127.0.0.1 is taken by"):
        read_again(now)


@pytest.mark.parametrize("whose", ["of_another_database", "ours"])
def test_a_reload_onto_the_port_of_another_daemon_is_for_the_same_database_alone(
    tmp_path: Path, whose: str
) -> None:
    class Health(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.wfile.write(b'HTTP/1.1 200 OK\r\n\r\n{"database_is": "ours"}')

    sibling = HTTPServer((LOOPBACK, 0), Health)
    Thread(target=sibling.serve_forever, daemon=True).start()
    workspace(tmp_path, sibling.server_port)
    now = on_port(load_config(tmp_path / "config.toml"), reserve_port())

    refused = (
        contextlib.nullcontext()
        if whose == "ours"
        else pytest.raises(ConfigurationError, match="is taken by")
    )
    with refused:
        read_again(now, database_is=whose)
    sibling.shutdown()
    sibling.server_close()


@pytest.mark.parametrize("lacks", [(LOOPBACK, LOOPBACK), (LOOPBACK, "2001:db8::1")])
def test_an_address_that_is_named_twice_or_is_not_here_keeps_nobody_from_listening(
    lacks: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    port, look_up = reserve_port(), socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda _host, port, **how: [found for each in lacks for found in look_up(each, port, **how)],
    )

    sockets = bound("localhost", port)

    assert [each.getsockname() for each in sockets] == [(LOOPBACK, port)]
    for each in sockets:
        each.close()


def test_a_reload_keeps_the_port_that_was_named_for_this_daemon(tmp_path: Path, taken: int) -> None:
    workspace(tmp_path, taken)
    named = reserve_port()
    now = on_port(load_config(tmp_path / "config.toml"), named)

    again = read_again(now, http_port=named)

    assert again.config == now
