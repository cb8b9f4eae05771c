"""Tests of one group must run on one worker: a journey cut in two, or two crowds at once, fail for no reason of ours."""

import os

import pytest

pytestmark = [pytest.mark.both, pytest.mark.xdist_group("processes")]


def test_the_runner_still_reads_groups(request: pytest.FixtureRequest) -> None:
    if "PYTEST_XDIST_WORKER" in os.environ and request.config.getvalue("loadgroup"):
        assert request.node.nodeid.endswith("@processes")
    assert request.node.get_closest_marker("xdist_group").args == ("processes",)
