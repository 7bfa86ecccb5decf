"""Bounded work in a process that knows nothing, and an answer to whatever comes."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from kiosk.engine.fields import Message
from kiosk.papers.limits import MEMORY
from kiosk.papers.refusals import MOST_SENT
from kiosk.papers.sandbox import Child, Sandbox
from kiosk.papers.studio import Cleaned, Studio
from tests.papers import made
from tests.papers.conftest import Peak, Refusal

HEADS = (
    b"",
    b"\xff\xd8\xff\xe0",
    b"\x89PNG\r\n\x1a\n",
    b"RIFF\0\0\0\0WEBPVP8 ",
    b"RIFF\0\0\0\0WEBPVP8X",
    b"%PDF-1.7\n1 0 obj\n",
    b"\0\0\0\x18ftypheic",
)


def child(studio: Studio) -> Child:
    return next(iter(studio._sandbox._idle))


async def test_what_cannot_be_used_is_told_at_once() -> None:
    async with Studio() as studio:
        told = {
            "file.empty": b"",
            "file.too_large": b"\xff\xd8\xff" + bytes(MOST_SENT),
            "file.heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
            "file.kind": b"GIF89a, named anh.jpg",
        }
        for id, data in told.items():
            answer = await studio.clean(data, "document")
            assert isinstance(answer, Message)
            assert answer.id == id
        assert studio._sandbox._children == set()


async def test_where_a_photo_is_asked_a_pdf_is_not_taken(studio: Studio) -> None:
    assert await studio.clean(made.pdf(), "photo") == Message("file.kind")
    assert isinstance(await studio.clean(made.photo(), "document"), Cleaned)


async def test_a_child_serves_many_and_a_dead_one_is_replaced(studio: Studio) -> None:
    await studio.clean(made.photo(), "photo")
    first = child(studio)
    await studio.clean(made.photo(), "photo")
    assert child(studio) is first
    first.kill()
    await first._process.wait()
    assert isinstance(await studio.clean(made.photo(), "photo"), Cleaned)
    assert child(studio) is not first


async def test_a_file_that_kills_its_child_is_unreadable(studio: Studio) -> None:
    await studio.clean(made.photo(), "photo")
    victim = child(studio)
    os.kill(victim.pid, signal.SIGSTOP)  # it takes the file and never answers
    cleaning = asyncio.create_task(studio.clean(made.photo(3000, 2000), "photo"))
    await asyncio.sleep(0)
    assert victim not in studio._sandbox._idle
    os.kill(victim.pid, signal.SIGKILL)
    assert await cleaning == Message("file.unreadable")
    assert isinstance(await studio.clean(made.photo(), "photo"), Cleaned)


async def test_a_file_that_takes_too_long_is_unreadable() -> None:
    async with Studio() as studio:
        sandbox = studio._sandbox
        assert await sandbox.answer("jpeg", made.photo(4032, 3024), seconds=0.001) is None
        assert sandbox._children == set()


async def test_when_all_places_are_taken_others_are_asked_to_come_back() -> None:
    async with Studio(places=1, queue=1, patience=0.01) as studio:
        photo = made.photo(4032, 3024)
        answers = await asyncio.gather(*(studio.clean(photo, "photo") for _ in range(3)))
        assert [isinstance(answer, Cleaned) for answer in answers] == [True, False, False]
        assert answers[1:] == [Message("file.busy")] * 2
        assert isinstance(await studio.clean(photo, "photo"), Cleaned)


async def test_those_who_wait_get_their_turn() -> None:
    async with Studio(places=1, queue=4) as studio:
        answers = await asyncio.gather(*(studio.clean(made.photo(), "photo") for _ in range(5)))
        assert all(isinstance(answer, Cleaned) for answer in answers)
        assert len(studio._sandbox._children) == 1


async def test_who_leaves_frees_the_place_and_gets_no_other_s_answer() -> None:
    async with Studio(places=1, queue=0) as studio:
        await studio.clean(made.photo(), "photo")
        leaving = asyncio.create_task(studio.clean(made.photo(4032, 3024), "photo"))
        await asyncio.sleep(0)
        assert studio._sandbox._idle == {}
        leaving.cancel()
        await asyncio.gather(leaving, return_exceptions=True)
        kept = await studio.clean(made.photo(640, 480), "photo")
        assert isinstance(kept, Cleaned)
        assert made.opened(kept.data).size == (640, 480)


async def test_an_idle_child_gives_its_memory_back() -> None:
    async with Studio(sandbox=Sandbox(idle=0)) as studio:
        await studio.clean(made.photo(64, 64), "photo")
        (only,) = studio._sandbox._children
        await only._process.wait()
        assert studio._sandbox._idle == {}
        await studio.clean(made.photo(64, 64), "photo")
        assert only not in studio._sandbox._children


async def test_a_child_knows_no_secrets_and_may_do_little(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_SECRET", "s" * 40)
    async with Studio() as fresh:
        await fresh.clean(made.photo(64, 64), "photo")
        proc = Path(f"/proc/{child(fresh).pid}")
        environ = (proc / "environ").read_bytes()
        limits = (proc / "limits").read_text().splitlines()
        told = {line[:26].strip(): line[26:].split()[0] for line in limits}
    assert b"KIOSK" not in environ
    assert b"HOME" not in environ
    assert told["Max data size"] == str(MEMORY)
    assert (told["Max file size"], told["Max core file size"]) == ("0", "0")
    assert (told["Max open files"], told["Max processes"]) == ("16", "0")
    assert int(told["Max cpu time"]) <= 60


async def test_memory_is_bounded_by_the_size_of_the_picture(studio: Studio, peak: Peak) -> None:
    await studio.close()
    assert isinstance(await studio.clean(made.photo(4032, 3024), "photo"), Cleaned)
    assert peak(studio) < 160_000
    assert isinstance(await studio.clean(made.pdf(2), "document"), Cleaned)
    assert peak(studio) < 160_000


async def test_pixels_that_never_end_are_not_read(studio: Studio, peak: Peak) -> None:
    await studio.clean(made.photo(64, 64), "photo")
    before = peak(studio)
    await studio.clean(made.png_of(100, 100, made.bomb()), "photo")
    assert peak(studio) - before < 64_000


def test_the_node_never_loads_a_decoder() -> None:
    script = "import sys, kiosk.papers.studio; print({'PIL', 'pypdfium2'} & set(sys.modules))"
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert said.stdout == b"set()\n"


async def test_a_file_is_not_known_by_its_name(refusal: Refusal) -> None:
    assert await refusal(made.as_bytes(made.paper(64, 64), "GIF")) == "file.kind"


async def test_any_bytes_have_an_answer(studio: Studio) -> None:
    chance = Random(1)
    for head in HEADS * 12:
        answer = await studio.clean(head + chance.randbytes(chance.randrange(400)), "document")
        assert isinstance(answer, Message | Cleaned)


async def test_any_broken_file_has_an_answer(studio: Studio) -> None:
    chance = Random(2)
    for sample in made.samples() * 12:
        broken = bytearray(sample)
        for _ in range(chance.randint(1, 5)):
            at = chance.randrange(len(broken))
            broken[at : at + 4] = chance.randbytes(chance.randint(1, 8))
        answer = await studio.clean(bytes(broken), "document")
        assert isinstance(answer, Message | Cleaned)
