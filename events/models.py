"""Table of contents: the models of each feature, in the order of the house."""

from events.days import models as days
from events.programme import models as programme
from events.registration import models as registration
from events.attendance import models as attendance
from events.invitations import models as invitations
from events.restitution import models as restitution

__all__ = ["days", "programme", "registration", "attendance", "invitations", "restitution"]
