"""Table of contents: the models of each feature, in the order of the house."""

from collectives.groups import models as groups
from collectives.notes import models as notes

__all__ = ["groups", "notes"]
