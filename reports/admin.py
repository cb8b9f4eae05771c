"""Table of contents: the admin pages of each feature."""

from reports.synthesis import admin as synthesis  # noqa: F401
