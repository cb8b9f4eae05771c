"""The ground of the house. Holds the Celery application, so that shared tasks find it, and nothing else."""

from labo_ess.celery import app as celery_app

__all__ = ["celery_app"]
