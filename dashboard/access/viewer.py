"""Who asks: what they may do and which rows they may see. A value, so that it can be part of a query and of a cache key."""

from dataclasses import dataclass, replace

SIGNED_IN = "signed_in"
"""What a page asks for that is for whoever holds any role at all, and shows no figures and no people."""


@dataclass(frozen=True)
class Scope:
    """The rows a viewer may see: everything, or the named units with all units below them, and one person. Nothing unless said otherwise.

    A unit is meant by its identifier, in every year that has it.
    """

    is_everything: bool = False
    unit_ids: tuple[str, ...] = ()
    nip: int | None = None

    @property
    def is_nothing(self) -> bool:
        """Whether no row is in it."""
        return self == Scope()

    def __or__(self, other: "Scope") -> "Scope":
        """What is in either, written in one way. Of two different people neither: nobody holds an account for two."""
        if self.is_everything or other.is_everything:
            return EVERYTHING
        nips = {nip for nip in (self.nip, other.nip) if nip is not None}
        return Scope(unit_ids=tuple(sorted({*self.unit_ids, *other.unit_ids})), nip=nips.pop() if len(nips) == 1 else None)


EVERYTHING = Scope(is_everything=True)


@dataclass(frozen=True)
class Viewer:
    """One signed-in person, as queries know them: permissions, and for each kind of row a scope of its own, so that no permission borrows the scope of another.

    No name, no account and no session: two viewers who may see the same rows are the same value.
    """

    permissions: frozenset[str] = frozenset()
    scope: Scope = Scope()
    """Whose figures: permission "aggregates"."""
    people: Scope = Scope()
    """Whose rows, with names: permission "people"."""
    masked: Scope = Scope()
    """Whose rows, under a pseudonym unless they are also in `people`: permission "people"."""
    missing: Scope = Scope()
    """Whose names, without scores, when they are missing: permission "missing"."""
    quality: Scope = Scope()
    """Of whom what was found in the sources: permission "quality"."""
    duty: Scope = Scope()
    """Of whom small groups are shown in full and discipline person by person: permission "discipline"."""
    on_request: Scope = Scope()
    """Whose rows, with names, for one view that is asked for and recorded: permission "people_on_request"."""
    exports: frozenset[str] = frozenset()
    """Permissions whose rows may be taken away as a file."""
    has_suppression: bool = True
    """Whether small groups outside `duty` are withheld."""

    @property
    def is_pseudonymous(self) -> bool:
        """Whether some people are seen under a pseudonym."""
        return not self.masked.is_nothing

    def may(self, permission: str) -> bool:
        """Whether the permission was given; what was not given is refused."""
        return permission in self.permissions

    def may_open(self, permission: str) -> bool:
        """Whether a page that asks for the permission is opened: what it shows may still have to be asked for, and to take away there has to be something."""
        if permission == SIGNED_IN:
            return bool(self.permissions)
        if permission == "export":
            return self.may_export("aggregates") or self.may_export("people")
        return self.may(permission) or (permission == "people" and self.may("people_on_request"))

    def requested(self) -> "Viewer":
        """The viewer of one view that was asked for and recorded: the people of `on_request` too, though not as a file."""
        if not self.may("people_on_request"):
            return self
        return replace(self, permissions=self.permissions | {"people"}, people=self.people | self.on_request, exports=self.exports - {"people"})

    def may_export(self, permission: str) -> bool:
        """Whether rows of this permission may be taken away."""
        return permission in self.permissions & self.exports
