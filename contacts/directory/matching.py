"""Who looks like whom: by address, by phone, by name in either order, names of organisations without their small words."""

from collections.abc import Iterable
from functools import lru_cache

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from contacts.directory.addresses import phone_key
from contacts.directory.models import EmailAddress, Organisation, Person, Phone
from labo_ess.text.search import search_key

_SMALL_WORDS = frozenset({"l", "la", "le", "les", "d", "de", "du", "des", "et", "a", "au", "aux", "en", "association", "asso"})
_SHORT = {"st": "saint", "ste": "sainte"}
AT_MOST = 8


@lru_cache(maxsize=4096)
def name_key(first_name: str, last_name: str) -> str:
    """One key for « Nom Prénom » and « Prénom Nom »: the words of both, in alphabetical order."""
    return " ".join(sorted(search_key(first_name, last_name).split()))


@lru_cache(maxsize=4096)
def organisation_key(name: str) -> str:
    """« L’Association du Val Ste-Anne » meets « Val Sainte Anne »."""
    words = [_SHORT.get(word, word) for word in search_key(name).split()]
    return " ".join(word for word in words if word not in _SMALL_WORDS) or " ".join(words)


def lookalikes(*, first_name: str = "", last_name: str = "", email: str = "", phone: str = "", other_than: Person | None = None) -> list[Person]:
    """Living persons who share the address, the phone or the name; the closest first, at most eight."""
    key = name_key(first_name, last_name)
    if not (key or email or phone):
        return []
    condition = Q(pk__in=[])
    if email:
        condition |= Q(pk__in=EmailAddress.objects.annotate(low=Lower("address")).filter(low=email.lower()).values("person_id"))
    if e164 := phone_key(phone):
        condition |= Q(pk__in=Phone.objects.filter(e164=e164).values("person_id"))
    if key:
        condition |= _same_words(key)
    found = Person.objects.alive().filter(condition).with_positions().prefetch_related("phones")
    if other_than is not None:
        found = found.exclude(pk=other_than.pk)
    near = [person for person in found[:200] if _resembles(person, key, email, phone)]
    return sorted(near, key=lambda person: name_key(person.first_name, person.last_name) != key)[:AT_MOST]


def _same_words(key: str) -> Q:
    """Rows whose sort text is made of these words, in one of the two usual orders."""
    words = key.split()
    condition = Q(sort_text=key)
    for word in words:
        rest = [other for other in words if other != word]
        condition |= Q(sort_text__startswith=word, sort_text__contains=rest[0] if rest else word)
    return condition


def _resembles(person: Person, key: str, email: str, phone: str) -> bool:
    if key and name_key(person.first_name, person.last_name) == key:
        return True
    if email and any(each.address.lower() == email.lower() for each in person.emails.all()):
        return True
    e164 = phone_key(phone)
    return bool(e164) and any(each.e164 == e164 for each in person.phones.all())


def find_person(*, first_name: str, last_name: str, email: str = "", phone: str = "") -> Person | None:
    """The living person of this name *and* of this address (or phone); None when there is none."""
    key = name_key(first_name, last_name)
    for candidate in lookalikes(first_name=first_name, last_name=last_name, email=email, phone=phone):
        if name_key(candidate.first_name, candidate.last_name) != key:
            continue
        if email and any(each.address.lower() == email.lower() for each in candidate.emails.all()):
            return candidate
        e164 = phone_key(phone)
        if e164 and any(each.e164 == e164 for each in candidate.phones.all()):
            return candidate
    return None


def organisations_named(name: str) -> list[Organisation]:
    """Living organisations whose name, or short name, is this one but for small words; oldest first."""
    key = organisation_key(name)
    if not key:
        return []
    candidates: QuerySet[Organisation] = Organisation.objects.alive()
    for word in [word for word in key.split() if word not in _SHORT.values()][:4]:
        candidates = candidates.filter(search_text__contains=word)
    return [org for org in candidates.order_by("pk")[:300] if key in (organisation_key(org.name), organisation_key(org.short_name))]


def organisation_lookalikes(*, name: str, siren: str = "", rna: str = "", other_than: Organisation | None = None) -> list[Organisation]:
    """Living organisations with the same number or the same name."""
    found = {org.pk: org for org in organisations_named(name)}
    numbers = Q(pk__in=[])
    if siren:
        numbers |= Q(siren=siren)
    if rna:
        numbers |= Q(rna=rna)
    found |= {org.pk: org for org in Organisation.objects.alive().filter(numbers)[:AT_MOST]}
    if other_than is not None:
        found.pop(other_than.pk, None)
    return list(found.values())[:AT_MOST]


def persons_by_address(addresses: Iterable[str]) -> QuerySet[Person]:
    """Living persons who own one of these addresses."""
    low = [address.lower() for address in addresses]
    owners = EmailAddress.objects.annotate(low=Lower("address")).filter(low__in=low).values("person_id")
    return Person.objects.alive().filter(pk__in=owners)
