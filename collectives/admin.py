"""Table of contents: the admin pages of each feature."""

from collectives.groups import admin as groups  # noqa: F401
from collectives.mandates import admin as mandates  # noqa: F401
from collectives.notes import admin as notes  # noqa: F401
from collectives.actions import admin as actions  # noqa: F401
from collectives.meetings import admin as meetings  # noqa: F401
