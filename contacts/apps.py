from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "contacts"
    verbose_name = "Répertoire"

    def ready(self) -> None:
        """Import what registers itself: messages, sweeps, links, jobs, criteria, navigation, sentences."""
        from contacts.reference import sentences as reference  # noqa: F401  registers what the journal says
        from contacts.directory import legal_forms, sentences  # noqa: F401
        from contacts.consent import sentences as consent  # noqa: F401
        from contacts.importing import sentences as importing, tasks as importing_tasks  # noqa: F401
