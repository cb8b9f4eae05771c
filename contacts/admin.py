"""Table of contents: the admin pages of each feature."""

from contacts.reference import admin as reference
from contacts.mailings import admin as mailings  # noqa: F401
from contacts.consent import admin as consent  # noqa: F401
from contacts.comments import admin as comments  # noqa: F401
from contacts.directory import admin as directory  # noqa: F401
from contacts.importing import admin as importing  # noqa: F401
from contacts.segments import admin as segments  # noqa: F401

__all__ = ["reference"]
