"""Why a note refuses."""


class NotInRevision(Exception):
    """The words of an extract are not in the revision it names."""
