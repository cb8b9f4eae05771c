"""The embedded broker under readers and writers at once."""

import json
import multiprocessing
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection
from kombu.transport import filesystem

from labo_ess.clock import transport

MESSAGES = 400
pytestmark = pytest.mark.both


def _connection(folder: Path, kind: type) -> Any:
    options = {"data_folder_in": str(folder), "data_folder_out": str(folder), "control_folder": str(folder / "control"), "polling_interval": 0.01}
    return Connection("filesystem://", transport=kind, transport_options=options)


def _write(folder: Path) -> None:
    channel = _connection(folder, transport.Transport).channel()
    for number in range(MESSAGES):
        channel._put("bells", {"number": number, "padding": "x" * 20000})


def test_a_reader_never_meets_half_a_message(tmp_path: Path) -> None:
    writer = multiprocessing.get_context("spawn").Process(target=_write, args=(tmp_path,))
    writer.start()
    channel, read = _connection(tmp_path, transport.Transport).channel(), []
    while len(read) < MESSAGES and (writer.is_alive() or any(tmp_path.glob("*.msg"))):
        try:
            read.append(channel._get("bells")["number"])
        except Empty:
            continue
    writer.join(30)
    assert sorted(read) == list(range(MESSAGES))


def test_a_file_that_cannot_be_read_is_dropped(tmp_path: Path) -> None:
    (tmp_path / "1_empty.bells.msg").write_text("")
    (tmp_path / "2_whole.bells.msg").write_text(json.dumps({"number": 7}))
    assert _connection(tmp_path, transport.Transport).channel()._get("bells") == {"number": 7}


def test_the_library_s_own_reader_dies_of_it(tmp_path: Path) -> None:
    """The negative control: the day it no longer fails, our transport can go."""
    (tmp_path / "1_empty.bells.msg").write_text("")
    with pytest.raises(ValueError):
        _connection(tmp_path, filesystem.Transport).channel()._get("bells")
