"""Regions, départements, EPCI and themes held in memory while a file is read."""

from contacts.reference.models import Department, Epci, Region, Theme
from contacts.reference.services import clean_postcode
from labo_ess.text.search import search_key


class Places:
    """What the words of a file mean on the map, in four queries for a whole file."""

    def __init__(self) -> None:
        self.departments = {each.code: each for each in Department.objects.all()}
        self._department_keys = {search_key(each.name): each.code for each in self.departments.values()}
        self._region_keys: dict[str, str] = {}
        for region in Region.objects.all():
            for name in (region.name, region.usual_name, region.authority):
                if name:
                    self._region_keys[search_key(name)] = region.code
        self.epcis = {each.siren: each for each in Epci.objects.only("siren", "department_id")}
        self._themes: dict[str, int] = {}
        for theme in Theme.objects.all():
            self._themes[search_key(theme.name)] = theme.pk
            self._themes[search_key(theme.slug)] = theme.pk

    def postcode(self, text: str) -> str:
        """Five digits with their lost zero; "" for a foreign one."""
        return clean_postcode(text)

    def department(self, text: str) -> str | None:
        """« 1 », « 01 », « 2a », « Loiret », « Loiret (45) » → a code; None when unknown."""
        code = text.strip().upper().removesuffix(".0")
        code = code.zfill(2) if code.isdigit() else code
        if code in self.departments:
            return code
        words = search_key(text).split()
        named = self._department_keys.get(" ".join(words))
        if named or not words:
            return named
        for edge, rest in ((words[-1], words[:-1]), (words[0], words[1:])):
            if edge.upper().zfill(2) in self.departments and self._department_keys.get(" ".join(rest)) == edge.upper().zfill(2):
                return edge.upper().zfill(2)
        return None

    def region(self, text: str) -> str | None:
        """« Région Sud », « Provence-Alpes-Côte d’Azur » → a code; None when unknown."""
        key = search_key(text)
        return self._region_keys.get(key) or self._region_keys.get(key.removeprefix("region "))

    def region_of_authority(self, name: str) -> str | None:
        """The region of « Conseil régional de Bretagne »."""
        key = search_key(name)
        if not key.startswith(("conseil regional", "region ", "collectivite")):
            return None
        if key in self._region_keys:
            return self._region_keys[key]
        rest = key.removeprefix("conseil regional ")
        names = [rest.removeprefix(article) for article in ("de ", "de la ", "des ", "de l ", "du ", "d ") if rest.startswith(article)]
        return next((self._region_keys[name] for name in names if name in self._region_keys), None)

    def themes(self, names: list[str]) -> list[int]:
        """Ids of the themes that we know among these words."""
        return [self._themes[key] for name in names if (key := search_key(name)) in self._themes]
