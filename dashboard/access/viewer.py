"""Who asks: what they may do and which rows they may see. A value, so that it can be part of a query and of a cache key."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """The rows a viewer may see: everything, or the named units with all units below them, or one person. Nothing unless said otherwise."""

    is_everything: bool = False
    unit_ids: tuple[str, ...] = ()
    nip: int | None = None


@dataclass(frozen=True)
class Viewer:
    """One signed-in person, as queries know them: permissions and scope, no name and no NIP of their own."""

    permissions: frozenset[str] = frozenset()
    scope: Scope = Scope()

    def may(self, permission: str) -> bool:
        """Whether the permission was given; what was not given is refused."""
        return permission in self.permissions


EVERYTHING = Scope(is_everything=True)
