"""Keeping the search text of persons in step with their addresses, phones, positions and organisations."""

from collections.abc import Iterable

from contacts.directory.models import Person


def refresh_search(person: Person) -> None:
    """Compute the two search columns of one person again, from the rows as they now are."""
    refresh_many([person.pk])
    fresh = Person.objects.only("search_text", "sort_text").get(pk=person.pk)
    person.search_text, person.sort_text = fresh.search_text, fresh.sort_text


def refresh_many(ids: Iterable[int], batch: int = 500) -> int:
    """The same for many persons, in a few queries per batch."""
    wanted = list(ids)
    for start in range(0, len(wanted), batch):
        people = list(Person.objects.filter(pk__in=wanted[start : start + batch]).prefetch_related("emails", "phones", "positions__organisation"))
        for person in people:
            person.fill_search()
        Person.objects.bulk_update(people, ["search_text", "sort_text"], batch_size=batch)
    return len(wanted)
