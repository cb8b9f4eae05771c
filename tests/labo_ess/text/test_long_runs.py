"""No text, however odd, keeps a process busy: the time grows as the length, not as its square."""

from collections.abc import Callable
from time import process_time

import pytest

from labo_ess.text.dates import parse_date, parse_time
from labo_ess.text.markdown import markdown_to_text, render_markdown
from labo_ess.text.masking import mask
from labo_ess.text.names import clean_name, clean_text
from labo_ess.text.pasted import clean_pasted
from labo_ess.text.search import search_key
from labo_ess.text.slugs import slugify_fr
from labo_ess.text.typography import typo_fr

LENGTH = 12_000
NOTICED = 0.3
"""Seconds of CPU below which nobody asks how it grows."""
RUNS = (
    *("x", "é", "1", " ", "\u00a0", "\n", ".", "!", '"', "«", "&", "{", "[", "(", "*", "_", "`", "~", "|", "\\", "-", "T"),
    *("a@", "a.", "_a", "1h", "%40", "a-e", "a·e", "« ", "1 ", "111 ", "> ", "- ", "1. ", "[a](", "~~a ", "+33 ", "www.a", "http://"),
    *("<!--", "<!--[if ", "<![if ", "<b><p>", "<b> ", "</b>"),
)
READERS = (parse_date, parse_time, render_markdown, markdown_to_text, mask, clean_name, clean_text, clean_pasted, search_key, slugify_fr, typo_fr)


def cost(read: Callable[[str], object], text: str) -> float:
    """CPU seconds, the better of two: a busy machine only adds."""
    costs = []
    for _ in range(2):
        before = process_time()
        read(text)
        costs.append(process_time() - before)
    return min(costs)


def as_the_square(read: Callable[[str], object], text: str) -> bool:
    """Four times the length costs four times as much, not sixteen; what is read at once is not worth a question."""
    return cost(read, text) > NOTICED and cost(read, text) > 9 * cost(read, text[: len(text) // 4])


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
def test_long_runs_cost_as_their_length(read: Callable[[str], object]) -> None:
    texts = [(run, (run * LENGTH)[:LENGTH]) for run in RUNS]
    assert [run for run, text in texts if as_the_square(read, text) or as_the_square(read, f"+33 a{text}b")] == []


def test_the_square_would_be_seen() -> None:
    assert as_the_square(lambda text: [other for each in text for other in text if each < other], "x" * LENGTH)
