"""What whoever runs the server decides, from the environment. A value that cannot be understood stops the start: nothing is guessed about access."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

SIGN_IN = ("none", "demonstration", "required")
"""Nobody signs in, on this machine alone; one steps into a role of the sample, on this machine alone; everybody signs in."""

SECOND_FACTOR = ("roles", "everybody", "nobody")
"""Who has to set one up: holders of the roles that data/roles.toml says, holders of any role, nobody. Whoever has one is always asked."""

HSTS = ("host", "domain")
"""Which names https is meant for: this one, or every one below it too, which other services of the agency may have."""

LOCAL_HOSTS = "localhost,127.0.0.1,[::1]"

Network = IPv4Network | IPv6Network


class SettingError(ValueError):
    """A setting cannot be used; the sentence names it and says what to write."""


@dataclass(frozen=True)
class Settings:
    """How this server lets people in: IPASN_SIGN_IN, _ALLOWED_HOSTS, _TRUSTED_PROXIES, _RELEASE_AGE_HOURS, _SECOND_FACTOR, _HSTS."""

    sign_in: str = "none"
    allowed_hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    trusted_proxies: tuple[Network, ...] = ()
    release_age_hours: float | None = None
    second_factor: str = "roles"
    hsts: str = "host"

    def is_trusted(self, address: str) -> bool:
        """Whether what this address says about others (X-Forwarded-For, -Proto) is believed."""
        known = _address(address)
        return known is not None and any(known in network for network in self.trusted_proxies)

    def is_allowed(self, host: str) -> bool:
        """Whether a Host header, with or without a port, names this server; `*.example.go.id` allows every name below it."""
        name = host_name(host)
        return bool(name) and any(name == allowed or (allowed.startswith("*.") and name.endswith(allowed[1:])) for allowed in self.allowed_hosts)


def read(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of this environment. Raises SettingError."""
    given = os.environ if environment is None else environment
    return Settings(
        sign_in=one_of(given, "IPASN_SIGN_IN", SIGN_IN),
        allowed_hosts=tuple(name.lower() for name in _list(given.get("IPASN_ALLOWED_HOSTS") or LOCAL_HOSTS)),
        trusted_proxies=tuple(_network(text) for text in _list(given.get("IPASN_TRUSTED_PROXIES", ""))),
        release_age_hours=_hours(given.get("IPASN_RELEASE_AGE_HOURS", "")),
        second_factor=one_of(given, "IPASN_SECOND_FACTOR", SECOND_FACTOR),
        hsts=one_of(given, "IPASN_HSTS", HSTS),
    )


def one_of(given: Mapping[str, str], name: str, known: tuple[str, ...]) -> str:
    """The value of a setting that has a few, the first when nothing is said. Raises SettingError."""
    value = given.get(name) or known[0]
    if value not in known:
        raise SettingError(f"{name}={value}: tulis salah satu dari {', '.join(known)}.")
    return value


def host_name(host: str) -> str:
    """The name in a Host header, lower case, without port and closing dot; empty when it is none."""
    name, _colon, port = host.rpartition(":") if host.count(":") == 1 or "]:" in host else (host, "", "")
    if port and not port.isdigit():
        return ""
    return name.lower().rstrip(".")


def is_loopback(address: str) -> bool:
    """Whether an address is one of this machine alone."""
    known = _address(address)
    return known is not None and (
        known.is_loopback or (isinstance(known, IPv6Address) and known.ipv4_mapped is not None and known.ipv4_mapped.is_loopback)
    )


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _network(text: str) -> Network:
    try:
        return ip_network(text, strict=False)
    except ValueError as error:
        raise SettingError(f"IPASN_TRUSTED_PROXIES: {text} bukan alamat IP atau jaringan, tulis misalnya 10.0.0.5 atau 10.0.0.0/24.") from error


def _hours(text: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError as error:
        raise SettingError(f"IPASN_RELEASE_AGE_HOURS={text}: tulis jumlah jam, misalnya 48.") from error
