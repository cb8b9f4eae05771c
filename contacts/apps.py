from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "contacts"
    verbose_name = "Répertoire"

    def ready(self) -> None:
        """Import what registers itself: messages, sweeps, links, jobs, criteria, navigation, sentences."""
        from contacts.reference import sentences as reference  # noqa: F401  registers what the journal says
        from contacts.directory import emails, legal_forms, sentences, trash  # noqa: F401
        from contacts.consent import emails as consent_emails, sentences as consent, tasks as consent_tasks  # noqa: F401
        from contacts.comments import sentences as comments  # noqa: F401
        from contacts.segments import additions, sentences as segments  # noqa: F401
        from contacts.importing import additions as importing_additions, sentences as importing, tasks as importing_tasks  # noqa: F401
        from contacts.mailings import emails as mailings_emails, sentences as mailings  # noqa: F401
