"""Table of contents: the admin pages of each feature."""

from collectives.groups import admin as groups  # noqa: F401
from collectives.notes import admin as notes  # noqa: F401
