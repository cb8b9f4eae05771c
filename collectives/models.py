"""Table of contents: the models of each feature, in the order of the house."""

from collectives.groups import models as groups
from collectives.mandates import models as mandates  # isort: skip
from collectives.actions import models as actions  # isort: skip
from collectives.notes import models as notes  # isort: skip
from collectives.meetings import models as meetings  # isort: skip

__all__ = ["actions", "groups", "mandates", "meetings", "notes"]
