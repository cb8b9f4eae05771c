"""The synthesis as data."""

from typing import Any

from reports.synthesis.prints import Document


def as_json(document: Document) -> dict[str, Any]:
    """Sections, sentences and the extract, session and revision that each rests on (INTERFACE)."""
    return {
        "title": document.title,
        "sections": [
            {
                "title": section.title,
                "sentences": [
                    {
                        "text": sentence.text,
                        "own": sentence.own,
                        "sources": [
                            {"kind": source.kind, "extract": source.extract, "session": source.session_id, "revision": source.revision}
                            for source in sentence.sources
                        ],
                    }
                    for sentence in section.sentences
                ],
            }
            for section in document.sections
        ],
    }
