"""What falls due for the Corbeille."""

from labo_ess.clock.registry import sweep
from labo_ess.revisions import corbeille


@sweep("corbeille_old", every=3600)
def empty_old() -> int:
    """Delete what has lain thirty days."""
    return corbeille.empty_old()
