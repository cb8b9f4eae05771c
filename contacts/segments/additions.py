"""What lists bring to the directory: a criterion, a button over the selection, a shelf of the Corbeille."""

from django.urls import reverse

from contacts.segments.models import ContactList
from contacts.segments.permissions import can_edit_lists
from labo_ess.lists import additions, criteria
from labo_ess.lists.page import BulkAction
from labo_ess.revisions.trash import trashable

criteria.register("persons", criteria.related("liste", "Liste", "list_memberships__contact_list", ContactList.objects.alive))
additions.add_action("persons", BulkAction("list", "Ajouter à une liste", lambda request: reverse("contacts:segments:add"), "list", can_edit_lists))
trashable(ContactList, "Listes", can_restore=lambda user, _: can_edit_lists(user), address=lambda each: each.get_absolute_url())
