"""Table of contents: the admin pages of each feature."""

from events.attendance import admin as attendance  # noqa: F401
from events.restitution import admin as restitution  # noqa: F401
from events.days import admin as days  # noqa: F401
from events.programme import admin as programme  # noqa: F401
from events.registration import admin as registration  # noqa: F401
from events.invitations import admin as invitations  # noqa: F401
