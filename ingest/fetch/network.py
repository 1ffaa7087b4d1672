"""Connections of a fetch: to public addresses only, and never waited for beyond the deadline of the thread.

The name is resolved here and the very address that was judged is connected to, so that a name whose answer changes between the
question and the connection (DNS rebinding) gains nothing. The certificate is checked against the name all the same.
"""

import ipaddress
import socket
import ssl
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies

import httpcore
import httpx

from ingest.fetch.errors import PrivateAddress
from ingest.fetch.patience import Patience
from ingest.fetch.settings import Address, NetworkRange

#: Addresses that carry another one: what counts is where the packets end up.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Network(httpcore.NetworkBackend):
    """Opens connections; safe to use from several threads."""

    def __init__(self, patience: Patience, allowed: Sequence[NetworkRange]) -> None:
        self._patience, self._allowed = patience, allowed
        self._plain = httpcore.SyncBackend()
        # who runs this chose the proxy; where it connects to is its business
        self._proxies = {
            urlsplit(address if "://" in address else f"http://{address}").hostname
            for scheme, address in getproxies().items()
            if scheme != "no"
        }

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a host that may be asked and answers."""
        addresses = [host] if host in self._proxies else self._judged(host, port)
        problem: Exception = httpcore.ConnectError("the name has no address")
        for address in addresses:
            try:
                stream = self._plain.connect_tcp(
                    address, port, _least(timeout, self._patience.remaining()), local_address, socket_options
                )
                return _BoundedStream(stream, self._patience)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failed:
                problem = failed
        raise problem

    def judge_number(self, host: str) -> None:
        """Refuse a host that is the number of an address nobody outside may be asked at, also where a proxy would ask for us."""
        address = _number(host)
        if address is not None and not is_askable(address, self._allowed):
            raise PrivateAddress(f"{host} is no public address")

    def _judged(self, host: str, port: int) -> list[str]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as problem:
            raise httpcore.ConnectError(str(problem)) from problem
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        public = [each for each in addresses if (number := _number(each)) is not None and is_askable(number, self._allowed)]
        if addresses and not public:
            raise PrivateAddress(f"{host} leads to {', '.join(addresses[:3])}, which is no public address")
        return public


class _BoundedStream(httpcore.NetworkStream):
    """A connection whose every wait ends at the deadline of the thread that waits."""

    def __init__(self, stream: httpcore.NetworkStream, patience: Patience) -> None:
        self._stream, self._patience = stream, patience

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            return self._stream.read(max_bytes, _least(timeout, self._patience.remaining()))
        except httpcore.ReadTimeout:
            self._patience.remaining()  # says which deadline it was
            raise

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        try:
            self._stream.write(buffer, _least(timeout, self._patience.remaining()))
        except httpcore.WriteTimeout:
            self._patience.remaining()
            raise

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, _least(timeout, self._patience.remaining()))
        return _BoundedStream(stream, self._patience)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def connect_through(client: httpx.Client, network: Network) -> None:
    """Have a client, and its proxies where the environment names some, open all connections through a network.

    httpx offers no way to hand one over; tests of slow headers and of private addresses fail when it moves these names.
    """
    for transport in (client._transport, *client._mounts.values()):
        if isinstance(transport, httpx.HTTPTransport):
            transport._pool._network_backend = network


def is_askable(address: Address, allowed: Iterable[NetworkRange] = ()) -> bool:
    """True for public addresses, and for those in the networks that who runs this has named."""
    if any(address in network for network in allowed):
        return True
    inner = _carried(address)
    if inner is not None:
        return is_askable(inner, allowed)
    return address.is_global and not address.is_multicast


def _carried(address: Address) -> ipaddress.IPv4Address | None:
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)


def _number(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None


def _least(timeout: float | None, remaining: float) -> float:
    return remaining if timeout is None else min(timeout, remaining)
