from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = "Journées"

    def ready(self) -> None:
        """Import what registers itself: messages, sweeps, links, jobs, criteria, navigation, sentences."""
        from events.days import receivers as days_receivers  # noqa: F401
        from events.days import sentences as days_sentences  # noqa: F401
        from events.programme import sentences as programme_sentences  # noqa: F401
        from events.registration import emails as registration_emails  # noqa: F401
        from events.registration import receivers as registration_receivers  # noqa: F401
        from events.registration import sentences as registration_sentences  # noqa: F401
        from events.invitations import emails as invitations_emails  # noqa: F401
        from events.invitations import guest as invitations_guest  # noqa: F401
        from events.invitations import receivers as invitations_receivers  # noqa: F401
        from events.invitations import sentences as invitations_sentences  # noqa: F401
        from labo_ess.accounts.roles import can_read_house
        from labo_ess.ui import navigation

        navigation.entry(20, "Journées", "calendar-days", "events:days:list", can_read_house)
        from events.attendance import guest as attendance_guest  # noqa: F401
        from events.attendance import sentences as attendance  # noqa: F401
        from events.restitution import emails as restitution_emails  # noqa: F401
        from events.restitution import guest as restitution_guest  # noqa: F401
        from events.restitution import sentences as restitution  # noqa: F401
