"""Why the warehouse refuses. Each message is one sentence in Indonesian that says what to do."""

from pathlib import Path


class WarehouseError(Exception):
    """The warehouse folder or a release in it cannot be used."""


class BuilderBusyError(WarehouseError):
    """Another process builds or rolls back in this warehouse folder."""


class ReleaseError(WarehouseError):
    """A release is not there, does not open or is not what its name says."""


class FormatError(ReleaseError):
    """A release has other tables than this software reads and writes: an earlier or a later version of it built the file."""


class VerificationError(ReleaseError):
    """A written release is not what it should be: the sentence names everything that is wrong."""


def not_writable(warehouse: Path, error: OSError) -> WarehouseError:
    """The error to raise when the warehouse folder refuses a write."""
    return WarehouseError(
        f"Folder gudang {warehouse} tidak dapat ditulisi ({error.strerror}); periksa izin dan ruang diska, atau beri --warehouse lain."
    )
