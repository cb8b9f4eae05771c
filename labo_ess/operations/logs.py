"""Log lines hold ids and addresses of pages: never a name, an e-mail address or the token of a secret link."""

import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from gunicorn.glogging import Logger as GunicornLogger

from labo_ess.text.masking import mask


class MaskTokens(logging.Filter):
    """Masks the message and the traceback of every line, whoever wrote it."""

    _formatter = logging.Formatter()

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the line, masked."""
        try:
            record.msg = mask(record.getMessage())
        except (TypeError, ValueError):
            record.msg = mask(str(record.msg))
        record.args = ()
        if record.exc_info and isinstance(record.exc_info, tuple) and isinstance(record.exc_info[1], PermissionDenied):
            record.exc_info = None  # a refused page is no fault: its line says enough
        if record.exc_info and not record.exc_text:
            record.exc_text = self._formatter.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = mask(record.exc_text)
        return True


class MaskedGunicornLogger(GunicornLogger):
    """Gunicorn writes through handlers of its own, which Django's settings do not reach."""

    def setup(self, cfg: Any) -> None:
        """As gunicorn does, with the mask on each handler."""
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            for handler in log.handlers:
                handler.addFilter(MaskTokens())
