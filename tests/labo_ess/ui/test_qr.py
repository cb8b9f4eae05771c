"""The code that a phone scans."""

from labo_ess.ui.templatetags.ui import qr


def test_a_code_names_itself_and_draws_every_dark_square() -> None:
    import segno

    drawn = qr("https://labo.example.org/l/abc/", "Code à scanner")
    dark = sum(bool(cell) for row in segno.make("https://labo.example.org/l/abc/", micro=False, error="m").matrix_iter(border=2) for cell in row)
    assert drawn.count("h1v1h-1z") == dark
    assert 'aria-label="Code à scanner"' in drawn
    assert "style=" not in drawn
