"""Addresses that lead into somebody's own network, in the spellings that get past a careless look."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

IPV4 = ("127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.7", "172.16.0.1", "192.168.0.1", "169.254.169.254")
"""This computer, private networks, and where clouds keep their secrets."""

MORE_IPV4 = ("100.64.0.1", "100.100.100.200", "192.0.0.192", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255")
IPV6 = (
    "::1",
    "::",
    "fe80::1",
    "fe80::1%25lo",
    "fec0::1",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
    "::127.0.0.1",
    "2002:7f00:1::",
)
IPV6_AROUND_IPV4 = ("::ffff:{}", "::ffff:0:{}", "64:ff9b::{}", "::{}")
NAMES = {
    "localhost": "127.0.0.1",
    "LOCALHOST": "127.0.0.1",
    "localhost.": "127.0.0.1",
    "a.localhost": "127.0.0.1",
    "ip6-localhost": "::1",
    "127.0.0.1.nip.example": "127.0.0.1",
    "metadata.google.internal": "169.254.169.254",
    "intranet": "10.0.0.7",
    "six.sinmun.example": "fd00:ec2::254",
    "mapped.sinmun.example": "::ffff:10.0.0.7",
    "sixtofour.sinmun.example": "2002:a00:7::",
    "nat.sinmun.example": "64:ff9b::a00:7",
    "teredo.sinmun.example": "2001:0:a00:7::1",
    "unspecified.sinmun.example": "0.0.0.0",
    "가람.example": "192.168.0.1",
}
"""Names, and what they resolve to."""

PUBLIC, PUBLIC_IP = "sinmun.example", "203.0.114.7"
OTHERS = (
    f"http://{PUBLIC}@127.0.0.1/",
    f"http://{PUBLIC}:80@127.0.0.1/",
    f"http://{PUBLIC}%40127.0.0.1/",
    f"http://127.0.0.1:80@{PUBLIC}/",
    f"http://127.0.0.1#@{PUBLIC}/",
    f"http://127.0.0.1?@{PUBLIC}/",
    f"http://127.0.0.1\\@{PUBLIC}/",
    f"http://127.0.0.1%00.{PUBLIC}/",
    f"http://127.0.0.1%2f.{PUBLIC}/",
    "http:127.0.0.1/",
    "http:/127.0.0.1/",
    "http:///127.0.0.1/",
    "http:\\\\127.0.0.1/",
    "http://127.0.0.1./",
    "http://１２７.０.０.１/",
    "http://①②⑦.⓪.⓪.①/",
    "http://127。0。0。1/",
    "http://127%2e0%2e0%2e1/",
    "http://%31%32%37.0.0.1/",
    "http://[::ffff:127.0.0.1%25lo]/",
    "http://[127.0.0.1]/",
    "http://[v1.127.0.0.1]/",
    "http://127.0.0.1:0080/",
    "http://0:80/",
    "http://+127.0.0.1/",
    "http:// 127.0.0.1/",
    "http://127.0.0.1\r\nHost: x/",
    "http://127.0.0.1\t/",
    "HTTP://127.0.0.1/",
    "https://127.0.0.1/",
    f"http://{PUBLIC}:22/",
    f"http://{PUBLIC}:6379/",
    f"http://{PUBLIC}:25/\r\nHELO",
    "file:///etc/passwd",
    "file://127.0.0.1/etc/passwd",
    "file:/etc/passwd",
    "gopher://127.0.0.1:6379/_FLUSHALL",
    "dict://127.0.0.1:11211/stats",
    "ftp://127.0.0.1/",
    "ldap://127.0.0.1/",
    "tftp://127.0.0.1/x",
    "jar:http://127.0.0.1!/",
    "http+unix://%2fvar%2frun%2fdocker.sock/info",
    "unix:/var/run/docker.sock",
    "data:text/html,<b>",
    "javascript:alert(1)",
    "view-source:http://127.0.0.1/",
    "url:http://127.0.0.1/",
    "netdoc:///etc/passwd",
)


def spellings(ip: str) -> Iterator[str]:
    """An IPv4 address as C, browsers and IPv6 let it be written."""
    a, b, c, d = ip.split(".")
    number = int(ipaddress.IPv4Address(ip))
    yield ip
    yield str(number)
    yield hex(number)
    yield f"0{number:o}"
    yield ".".join(f"0{int(part):o}" for part in (a, b, c, d))
    yield ".".join(f"0x{int(part):02X}" for part in (a, b, c, d))
    yield f"{a}.{(int(b) << 16) + (int(c) << 8) + int(d)}"
    yield f"0{int(a):o}.{b}.0x{(int(c) << 8) + int(d):x}"
    yield from (f"[{around.format(ip)}]" for around in IPV6_AROUND_IPV4)
    yield f"[::ffff:{number >> 16:x}:{number & 0xFFFF:x}]"


def addresses() -> list[str]:
    """All of them."""
    hosts = [spelling for ip in IPV4 for spelling in spellings(ip)]
    hosts += [*MORE_IPV4, *(f"[{ip}]" for ip in IPV6), *NAMES]
    return [*(f"http://{host}/" for host in hosts), *OTHERS]
