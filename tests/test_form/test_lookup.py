"""Lookup: previews are answered together, in another process, and go on when that process ends."""

import asyncio
import os
import subprocess
import sys
import time

import pytest

from helpers.form import lookup, preview
from helpers.form.lookup import Lookup
from helpers.form.writing import BusyError

GIVEN = {
    "city": "Mannheim",
    "district": "",
    "postcode": "",
    "description": "Anruf: 0176 12345678",
    "contact_name": "",
    "contact_email": "",
}


def test_what_many_ask_together_is_answered_together(campaign, monkeypatch):
    groups = []
    real = preview.public

    def counted(given: list[dict], folder: object) -> list[preview.Public]:
        groups.append(len(given))
        return real(given, folder)

    monkeypatch.setattr(preview, "public", counted)

    async def ask() -> list[preview.Public]:
        here = Lookup(campaign.dir, apart=False)
        towns = ["Mannheim", "Köln", "Neustadt"] * 20
        answers = await asyncio.gather(*(here.public({**GIVEN, "city": town}) for town in towns))
        here.close()
        return answers

    answers = asyncio.run(ask())
    assert sum(groups) == 60
    assert len(groups) <= 3
    assert [answer.place for answer in answers[:3]] == ["Mannheim", "Köln", ""]


def test_too_many_who_wait_are_asked_to_come_back(campaign, monkeypatch):
    monkeypatch.setattr(lookup, "MOST_WAITING", 5)

    async def ask() -> list:
        here = Lookup(campaign.dir, apart=False)
        asked = (here.public(GIVEN) for _ in range(9))
        answers = await asyncio.gather(*asked, return_exceptions=True)
        here.close()
        return answers

    answers = asyncio.run(ask())
    assert sum(isinstance(answer, BusyError) for answer in answers) == 4


def test_a_lookup_process_that_ends_is_replaced_and_at_last_done_without(campaign):
    async def live() -> str:
        here = Lookup(campaign.dir, apart=True)
        own = await here.run(os.getpid)
        assert own != os.getpid()
        for _ in range(lookup.MOST_ENDED):
            with pytest.raises(BusyError):
                await here.run(os._exit, 1)
        assert await here.run(os.getpid) == os.getpid()
        answer = await here.public(GIVEN)
        here.close()
        return answer.place

    assert asyncio.run(live()) == "Mannheim"


@pytest.mark.parametrize("killed", ["while it starts", "later"])
def test_a_lookup_process_does_not_outlive_its_server(campaign, killed):
    """A server that is killed has no chance to end it."""
    code = (
        "import asyncio, os, sys; from helpers.form.lookup import Lookup\n"
        "async def main():\n"
        "    here = Lookup(sys.argv[1], True)\n"
        "    asked = asyncio.create_task(here.run(os.getpid))\n"
        "    await asyncio.sleep(0)\n"
        "    print(*here.executor._processes, flush=True)\n"
        "    if sys.argv[2] == 'later': await asked\n"
        "    os.kill(os.getpid(), 9)\n"
        "asyncio.run(main())"
    )
    command = [sys.executable, "-c", code, campaign.dir, killed]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    left = int(done.stdout)
    for _ in range(200):
        if not _runs(left):
            return
        time.sleep(0.1)
    raise AssertionError("the lookup process still runs")


def _runs(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().split()[2] != "Z"
    except FileNotFoundError:
        return False
