"""Table of contents: the admin pages of each feature."""

from contacts.reference import admin as reference

__all__ = ["reference"]
