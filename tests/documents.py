"""Reading the PDFs that the house makes, with a program that is not ours."""

import subprocess


def pdf_text(data: bytes) -> str:
    """The text of a PDF as poppler reads it, layout kept, no-break spaces as they are."""
    return subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True).stdout.decode()
