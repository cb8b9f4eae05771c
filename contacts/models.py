"""Table of contents: the models of each feature, in the order of the house."""

from contacts.reference import models as reference
from contacts.directory import models as directory
from contacts.consent import models as consent
from contacts.comments import models as comments
from contacts.segments import models as segments
from contacts.mailings import models as mailings
from contacts.importing import models as importing

__all__ = ["reference", "directory", "consent", "comments", "segments", "mailings", "importing"]
