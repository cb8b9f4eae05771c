"""Threads on anything, by a user or by the holder of a link.

A thread names its object by type and public id, since it may live above; who may see it is asked of the feature that owns it.
"""

from django.contrib.contenttypes.models import ContentType
from django.core.validators import MaxLengthValidator
from django.db import models

from contacts.comments.querysets import CommentQuerySet
from labo_ess.db import PublicId, Timestamped
from labo_ess.personal import NoPerson, Personal


class Thread(PublicId, Timestamped):
    """The comments of one object; `topic` parts several threads of the same object."""

    personal = NoPerson("un fil range des commentaires")

    about_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", verbose_name="objet")
    about_id = models.UUIDField("identifiant de l’objet")
    topic = models.CharField("sujet", max_length=40, blank=True)

    class Meta:
        verbose_name = "fil"
        constraints = [models.UniqueConstraint(fields=["about_type", "about_id", "topic"], name="thread_once")]

    def __str__(self) -> str:
        return str(self.public_id)


class Comment(PublicId, Timestamped):
    """A comment, with its author: an account, or the person whose link wrote it."""

    personal = Personal(
        person="person",
        purpose="discuter et corriger ensemble",
        basis="intérêt légitime",
        keep="avec l’objet commenté",
        fields={"text": "qui voit l’objet", "author_id": "qui voit l’objet"},
        plain=("author_kind", "form_key"),
        merge="move",
    )

    thread = models.ForeignKey("contacts.Thread", models.CASCADE, related_name="comments", verbose_name="fil")
    text = models.TextField("commentaire", validators=[MaxLengthValidator(5000)])
    author_kind = models.CharField("nature de l’auteur·rice", max_length=10)
    author_id = models.CharField("auteur·rice", max_length=40)
    person = models.ForeignKey("contacts.Person", models.SET_NULL, null=True, blank=True, related_name="comments", verbose_name="personne")
    form_key = models.CharField("clé du formulaire", max_length=40, blank=True, editable=False)
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = "commentaire"
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["thread", "form_key"], condition=~models.Q(form_key=""), name="comment_once_per_form"),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_standing(self) -> bool:
        """It was not withdrawn."""
        return self.withdrawn_at is None
