"""Limits on files."""

MEGABYTE = 1_000_000
MAX_UNPACKED_BYTES = 50 * MEGABYTE
"""A spreadsheet is a zip: a small one can unpack into gigabytes."""
MAX_PACKED_FILES = 2000
MAX_CELLS = 5_000_000
"""Rows × columns of a sheet; two cells at opposite corners are enough to fill a memory."""
MAX_PIXELS = 25_000_000
MAX_SIDE = 1200
"""Images are stored no larger than this."""
LOGO = "logo"
IMPORT = "import"
