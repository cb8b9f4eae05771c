"""Table of contents: the models of each feature, in the order of the house."""

from reports.synthesis import models as synthesis

__all__ = ["synthesis"]
