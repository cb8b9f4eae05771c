"""Table of contents: the admin pages of each feature."""
