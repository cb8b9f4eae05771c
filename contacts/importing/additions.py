"""What imports bring to the directory: a filter by the file that a fiche comes from."""

from django.db.models import QuerySet

from contacts.importing.enums import ImportState
from contacts.importing.models import ImportBatch
from labo_ess.lists import criteria


def _applied() -> QuerySet[ImportBatch]:
    """Files that are in the directory, the latest first."""
    return ImportBatch.objects.filter(state=ImportState.APPLIED)


for _list in ("persons", "organisations"):
    criteria.register(_list, criteria.related("import", "Fichier importé", "import_rows__batch", _applied))
