"""Deploy notes: the files in deploy/ work as they are, with Debian's nginx and systemd."""

import contextlib
import re
import shutil
import ssl
import subprocess
import time
from pathlib import Path

import httpx
import pytest

from helpers.settings import HOME

from .conftest import MODERATOR_HASH, PASSWORD, Person, benchmark, hidden, log_in

NGINX = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")


@pytest.fixture(scope="module")
def proxied(tmp_path_factory):
    """The form behind nginx with the repository's configuration, paths and ports replaced."""
    load, ports = benchmark("form_load"), benchmark("form_postgres")
    folder = tmp_path_factory.mktemp("nginx")
    campaign = load.make_campaign(folder / "campaign")
    form, plain, tls = (ports.free_port() for _ in range(3))
    _certificate(folder)
    _configuration(folder, form, plain, tls)
    patch = pytest.MonkeyPatch()
    patch.setenv("EINZELFALL_MODERATOR_HASH", MODERATOR_HASH)
    with contextlib.ExitStack() as stack:
        stack.enter_context(load.serving(campaign, form))
        server = subprocess.Popen([NGINX, "-c", folder / "nginx.conf", "-p", folder])
        stack.callback(server.wait, timeout=20)
        stack.callback(server.terminate)
        trusting = ssl.create_default_context(cafile=folder / "cert.pem")
        client = stack.enter_context(
            httpx.Client(base_url=f"https://localhost:{tls}", verify=trusting, timeout=30)
        )
        _until_open(client)
        yield client, plain, folder
    patch.undo()


@pytest.mark.nginx
def test_a_report_is_sent_through_nginx_over_tls(proxied):
    client, plain, _ = proxied
    person = Person(client)
    preview = person.preview(categories=["data_slow"])
    time.sleep(0.6)
    thanks = client.post(
        "/send",
        data=hidden(preview.text),
        headers={"Origin": str(client.base_url).rstrip("/"), "Sec-Fetch-Site": "same-origin"},
    )
    assert thanks.status_code == 201
    assert f'href="{client.base_url}/?city=Mannheim' in thanks.text
    assert thanks.headers["strict-transport-security"].startswith("max-age=")
    assert "form-action 'self'" in thanks.headers["content-security-policy"]
    moved = httpx.get(f"http://localhost:{plain}/counts")
    assert moved.status_code == 301
    assert moved.headers["location"].startswith("https://localhost/counts")
    assert client.get("/map.svg").headers["content-encoding"] == "gzip"
    assert "content-encoding" not in client.get("/").headers


@pytest.mark.nginx
def test_nginx_says_who_a_client_is_and_nobody_else(proxied):
    client, _, folder = proxied
    for number in range(3):
        client.post("/send", data={}, headers={"X-Real-IP": f"198.51.100.{number}"})
    log = (folder / "access.log").read_text()
    assert "POST /send" in log
    assert not re.search(r"127\.0\.0\.1|198\.51|::1", log)
    statuses = [
        client.post(
            "/receipt", data={"receipt": "x"}, headers={"X-Real-IP": f"198.51.100.{number}"}
        ).status_code
        for number in range(40)
    ]
    assert 429 in statuses


@pytest.mark.nginx
def test_behind_nginx_the_moderators_cookie_is_secure_and_bodies_are_limited(proxied):
    client, _, _ = proxied
    answer = log_in(client, PASSWORD)
    assert "; Secure" in answer.headers["set-cookie"]
    assert client.get("/moderation").status_code == 200
    long = client.post("/preview", data={"description": "x" * 100_000})
    assert long.status_code == 413
    assert "kürzen Sie Ihren Text" in long.text


@pytest.mark.nginx
def test_while_the_form_is_away_nginx_says_so(tmp_path):
    ports = benchmark("form_postgres")
    form, plain, tls = (ports.free_port() for _ in range(3))
    _certificate(tmp_path)
    _configuration(tmp_path, form, plain, tls)
    server = subprocess.Popen([NGINX, "-c", tmp_path / "nginx.conf", "-p", tmp_path])
    try:
        trusting = ssl.create_default_context(cafile=tmp_path / "cert.pem")
        with httpx.Client(base_url=f"https://localhost:{tls}", verify=trusting) as client:
            _until_open(client)
            answer = client.post("/send", data={})
            assert answer.status_code == 503
            assert answer.headers["retry-after"]
            assert "noch einmal absenden" in answer.text
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
def test_systemd_reads_the_unit(tmp_path):
    text = (HOME / "deploy/einzelfall-form.service").read_text()
    text = text.replace("/opt/einzelfall/.venv/bin/einzelfall", "/bin/true")
    unit = tmp_path / "einzelfall-form.service"
    unit.write_text(text.replace("User=einzelfall", "User=daemon").replace("Group=", "#Group="))
    said = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True, check=False
    )
    assert "einzelfall-form.service" not in said.stderr, said.stderr
    assert said.returncode == 0, said.stderr


def _certificate(folder: Path) -> None:
    """Make a self-signed certificate for localhost."""
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    command += ["-keyout", folder / "key.pem", "-out", folder / "cert.pem"]
    subprocess.run(command, check=True, capture_output=True)


def _configuration(folder: Path, form: int, plain: int, tls: int) -> None:
    """Write deploy/nginx.conf with this test's ports and paths, inside a minimal nginx.conf."""
    site = (HOME / "deploy/nginx.conf").read_text()
    replaced = {
        "server 127.0.0.1:8000;": f"server 127.0.0.1:{form};",
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen [::]:80;": "",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{tls} ssl http2;",
        "listen [::]:443 ssl http2;": "",
        "melden.example.org;": "localhost;",
        "/etc/letsencrypt/live/melden.example.org/fullchain.pem": str(folder / "cert.pem"),
        "/etc/letsencrypt/live/melden.example.org/privkey.pem": str(folder / "key.pem"),
        "/var/log/nginx/einzelfall-form.log": str(folder / "access.log"),
        "/var/log/nginx/einzelfall-form.error.log": str(folder / "error.log"),
    }
    for old, new in replaced.items():
        assert old in site, old
        site = site.replace(old, new)
    bodies = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off;\npid {folder}/nginx.pid;\nerror_log {folder}/start.log;\n"
        f"events {{}}\nhttp {{\ntypes {{ text/css css; }}\n{bodies}{site}\n}}\n"
    )


def _until_open(client: httpx.Client) -> None:
    for _ in range(100):
        with contextlib.suppress(httpx.TransportError):
            client.get("/privacy")
            return
        time.sleep(0.1)
    raise AssertionError("nginx does not answer")
