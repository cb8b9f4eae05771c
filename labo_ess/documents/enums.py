"""Limits on files."""

MEGABYTE = 1_000_000
MAX_UNPACKED_BYTES = 50 * MEGABYTE
"""A spreadsheet is a zip: a small one can unpack into gigabytes."""
MAX_PACKED_FILES = 2000
MAX_READER_BYTES = 256 * MEGABYTE
"""Memory of the process that opens a spreadsheet."""
MAX_ROWS = 40_000
MAX_COLUMNS = 500
"""More than any list of people: beyond, a file is refused in words before it fills a memory."""
MAX_CELLS = 1_500_000
"""Rows × columns of a sheet; two cells at opposite corners are enough to fill a memory."""
MAX_PIXELS = 25_000_000
MAX_SIDE = 1200
"""Images are stored no larger than this."""
LOGO = "logo"
IMPORT = "import"
