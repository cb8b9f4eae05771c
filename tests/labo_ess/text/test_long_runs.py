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
RUNS = (
    *("x", "é", "1", " ", "\u00a0", "\n", ".", "!", '"', "«", "&", "{", "[", "(", "*", "_", "`", "~", "|", "\\", "-", "T"),
    *("a@", "a.", "_a", "1h", "%40", "a-e", "a·e", "« ", "1 ", "111 ", "> ", "- ", "1. ", "[a](", "~~a ", "+33 ", "www.a", "http://"),
    *("<!--", "<!--[if ", "<![if ", "<b><p>", "<b> ", "</b>"),
)
READERS = (parse_date, parse_time, render_markdown, markdown_to_text, mask, clean_name, clean_text, clean_pasted, search_key, slugify_fr, typo_fr)


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
def test_long_runs_are_read_at_once(read: Callable[[str], object]) -> None:
    slow = []
    for run in RUNS:
        text = (run * LENGTH)[:LENGTH]
        for given in (text, f"+33 a{text}b"):
            before = process_time()
            read(given)
            if (took := process_time() - before) > 0.7:
                slow.append((run, given[:8], round(took, 1)))
    assert slow == []
