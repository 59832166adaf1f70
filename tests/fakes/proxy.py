"""A proxy on this machine, as an organisation puts one before all that leaves it: it connects, and knows who asked for what.

Behind it is one server in the clear; what is asked for by https is decrypted here, with a certificate that the test trusts.
"""

from __future__ import annotations

import asyncio
import base64
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.clock import utc_now

HOST = "telegram.test"


@dataclass(slots=True)
class Proxy:
    """Where it is, and what it was asked for; `secret`: what it wants to hear of each who asks."""

    port: int = 0
    secret: str = ""
    asked: list[str] = field(default_factory=list)
    turned_away: int = 0

    @property
    def url(self) -> str:
        """The address as HTTPS_PROXY has it."""
        return f"http://{f'{self.secret}@' if self.secret else ''}127.0.0.1:{self.port}"

    def knows(self, head: str) -> bool:
        """Tell whether the one who asks has said what is to be said."""
        wanted = base64.b64encode(self.secret.encode()).decode()
        return not self.secret or f"proxy-authorization: basic {wanted}".lower() in head.lower()


@asynccontextmanager
async def proxy(folder: Path, behind: int, secret: str = "") -> AsyncIterator[tuple[Proxy, ssl.SSLContext]]:
    """Serve on loopback before the server at the port `behind`; gives what the client has to trust too."""
    theirs, ours = _contexts(folder)
    made = Proxy(secret=secret)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        method, target, _ = head.split(" ", 2)
        made.asked.append(f"{method} {target}")
        if not made.knows(head):
            made.turned_away += 1
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            writer.close()
            return
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await writer.start_tls(theirs)
        inner, outer = await asyncio.open_connection("127.0.0.1", behind)
        await asyncio.gather(_pass_on(reader, outer), _pass_on(inner, writer))

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made, ours
    finally:
        server.close()


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while piece := await reader.read(65536):
            writer.write(piece)
            await writer.drain()
    except (OSError, ssl.SSLError):
        pass
    finally:
        writer.close()


def _contexts(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server with a certificate of its own making, and a client that trusts it and nothing else."""
    theirs = certified(folder, HOST, days=1)
    return theirs, ssl.create_default_context(cafile=folder / "certificate.pem")


def certified(folder: Path, host: str, days: int) -> ssl.SSLContext:
    """A server with a certificate of its own making, good for so many days, which lies in the folder."""
    key, now = ec.generate_private_key(ec.SECP256R1()), utc_now()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=days, hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(pem))
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    return theirs
