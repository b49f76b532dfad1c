"""Why a document is not made: one sentence fit to be shown, without anybody's data."""


class DocumentError(Exception):
    """A document that cannot be made."""


class UnknownKindError(DocumentError):
    """There is no such kind of document, or it is made elsewhere."""


class UnknownUnitError(DocumentError):
    """The unit is not there in that year, or not the reader's to see: one answer for both."""


class ReleaseGoneError(DocumentError):
    """The release that was looked at is no longer kept."""


class NothingMeasuredError(DocumentError):
    """Nobody of the unit is to be measured: there is nothing to report."""


class SettingsError(DocumentError):
    """The settings of documents cannot be read; the sentence names file and key."""


class TemplateError(DocumentError):
    """A template that somebody replaced cannot be filled; the sentence names the file."""
