"""How quickly people are answered, with a million papers in the database.

What is measured is the desk: from what somebody asks to the document of the answer. Platforms are
acknowledged before that, so their share comes on top only where they wait for the answer.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from time import perf_counter, process_time

from bot.commands.spec import Reply
from bot.domain.calendar import mailed_at
from bot.domain.engagement import Engagement, Mention, MentionKey, Snapshot
from bot.domain.papers import Paper
from bot.ports import Progress, Storage
from bot.views import problems
from storage.database import open_storage
from tests.benchmarks.figures import AtLeast, AtMost, Figure, sized
from tests.benchmarks.million_databases import postgresql_url, sqlite_file
from tests.benchmarks.million_questions import questions
from tests.commands.conversation import Conversation, shown

_TALKED_ABOUT_FOR = 35
"""Days whose papers are talked about."""

_A_SECOND = 100
"""Questions that are asked a second, as long as they last."""

_TYPED = ("", "cs", "cs.c", "lear", "vision", "20", "tok", "europe/b", "mon", "zzz")
_COMPLETED = (("hot", "topic"), ("paper", "paper"), ("hot", "day"), ("subscribe", "timezone"))


def sqlite(share: float, report: Progress) -> list[Figure]:
    """Ask a bot on SQLite."""
    file = sqlite_file(sized(1_000_000, share, least=3_000), report)
    return asyncio.run(_asked("SQLite", f"sqlite:///{file}", share, report))


def postgresql(share: float, report: Progress) -> list[Figure]:
    """Ask a bot on PostgreSQL."""
    with postgresql_url(sized(1_000_000, share, least=3_000), report) as url:
        return asyncio.run(_asked("PostgreSQL", url, share, report))


@dataclass(frozen=True, slots=True)
class _Asker:
    """Somebody who asks about papers that there are."""

    chat: Conversation
    papers: Sequence[Paper]
    newest: Sequence[Paper]
    days: Sequence[date]

    def hot(self, random: Random) -> str:
        paper = random.choice(self.newest)
        ways = ("", "yesterday", "week", "month", f"{paper.categories[0]}", "cs.* week")
        # One in fifty goes back to a day that nobody has asked for.
        if random.random() < 0.02:
            return f"/hot {random.choice(self.days[-200:])}"
        return f"/hot {random.choice(ways)}"

    def paper(self, random: Random) -> str:
        return f"/paper {random.choice(random.choice((self.papers, self.newest))).id}"

    def search(self, random: Random) -> str:
        (topic,) = questions(self.papers, 1, random)
        return f"/search {topic}"

    async def says(self, line: str) -> float:
        """Ask, and give the milliseconds until the answer is there."""
        start = perf_counter()
        answer = await self.chat.desk.answer_line(line, self.chat.caller)
        passed = 1000 * (perf_counter() - start)
        if not isinstance(answer, Reply) or problems.BROKEN in shown(answer):
            raise RuntimeError(f"“{line}” was not answered.")
        return passed


@asynccontextmanager
async def _an_asker(url: str) -> AsyncIterator[_Asker]:
    async with open_storage(url) as storage:
        async with storage.transaction() as tx:
            days = await tx.papers.days()
            some = Random(5).sample(days, min(50, len(days)))
            papers = [row.paper for day in some for row in await tx.papers.on(day)]
            newest = [row.paper for day in days[-5:] for row in await tx.papers.on(day)]
        await _let_people_talk(storage, days[-_TALKED_ABOUT_FOR:])
        chat = Conversation.begun(storage)
        chat.clock.moment = mailed_at(days[-1]) + timedelta(hours=12)
        yield _Asker(chat, papers, newest, days)


async def _let_people_talk(storage: Storage, days: Sequence[date]) -> None:
    """Let a seventh of the papers be talked about, a few of them much."""
    for day in days:
        async with storage.transaction() as tx:
            random = Random(day.toordinal())
            papers = [row.paper for row in await tx.papers.on(day) if random.random() < 1 / 7]
            talk = [post for paper in papers for post in _talk(paper, random)]
            if talk and not await tx.mentions.of([talk[0].paper_id]):
                await tx.mentions.add(talk)
                await tx.snapshots.add(list(_counters(talk, day, random)))


def _talk(paper: Paper, random: Random) -> Iterator[Mention]:
    for number in range(min(40, int(random.paretovariate(1.2)))):
        source = random.choice(("bluesky", "hackernews", "huggingface"))
        yield Mention(
            key=MentionKey(source, f"{paper.id}-{number}"),
            paper_id=paper.id,
            url=f"https://example.org/{paper.id}/{number}",
            author=f"Reader {number}",
            handle=f"reader-{paper.id}-{number}",
            posted_on=paper.announced_on,
        )


def _counters(talk: Sequence[Mention], day: date, random: Random) -> Iterator[Snapshot]:
    for post in talk:
        likes = int(random.paretovariate(1))
        for hours in (3, 8, 21):
            yield Snapshot(
                paper_id=post.paper_id,
                source=post.key.source,
                native_id=post.key.native_id,
                measured_at=mailed_at(day) + timedelta(hours=hours),
                engagement=Engagement(likes=min(10**6, likes * hours)),
            )


async def _asked(name: str, url: str, share: float, report: Progress) -> list[Figure]:
    count = sized(600, share, least=12)
    async with _an_asker(url) as asker:
        # A bot that is up has been asked before, about each of the days that people care for.
        for asked in (*asker.days[-_TALKED_ABOUT_FOR:], "week", "month"):
            await asker.says(f"/hot {asked}")
        figures: list[Figure] = []
        for command, line in (("hot", asker.hot), ("paper", asker.paper), ("search", asker.search)):
            times = await _one_by_one(asker, line, count, report)
            figures += _spread(f"/{command}, {name}", times, AtMost(50))
        figures += _spread(f"Completion, {name}", await _completed(asker, count), AtMost(5))
        return [*figures, *await _in_a_crowd(asker, name, sized(2_000, share, least=40), report)]


async def _one_by_one(
    asker: _Asker, line: Callable[[Random], str], count: int, report: Progress
) -> list[float]:
    random = Random(count)
    lines = [line(random) for _ in range(count + 50)]
    times = [
        await _reported(asker.says(one), done, len(lines), report)
        for done, one in enumerate(lines, 1)
    ]
    return times[50:]


async def _reported(asking: Awaitable[float], done: int, total: int, report: Progress) -> float:
    passed = await asking
    report(done, total)
    return passed


async def _completed(asker: _Asker, count: int) -> list[float]:
    random = Random(count)
    times: list[float] = []
    for _ in range(count):
        command, param = random.choice(_COMPLETED)
        start = perf_counter()
        await asker.chat.desk.suggest(command, param, random.choice(_TYPED), asker.chat.caller)
        times.append(1000 * (perf_counter() - start))
    return times


async def _in_a_crowd(asker: _Asker, name: str, count: int, report: Progress) -> list[Figure]:
    """Let a hundred questions come in a second, whether the others are answered or not."""
    random = Random(count)
    ways = (asker.hot, asker.paper, asker.search)
    lines = [random.choice(ways)(random) for _ in range(count)]
    began, worked = perf_counter(), process_time()
    asked: list[asyncio.Task[tuple[float, float]]] = []
    for number, line in enumerate(lines):
        await asyncio.sleep(max(0.0, began + number / _A_SECOND - perf_counter()))
        asked.append(asyncio.create_task(_late(asker, line, began + number / _A_SECOND)))
    taken_up, answered = zip(*await asyncio.gather(*asked), strict=True)
    passed = perf_counter() - began
    report(count, count)
    return [
        Figure(
            subject=f"Questions answered a second, {name}",
            value=count / passed,
            unit="questions/s",
            aim=AtLeast(0.95 * _A_SECOND),
        ),
        Figure(
            subject=f"… share of a processor, {name}",
            value=100 * (process_time() - worked) / passed,
            unit="%",
        ),
        *_spread(f"… until it is acknowledged, {name}", taken_up, AtMost(150)),
        *_spread(f"… until it is answered, {name}", answered),
    ]


async def _late(asker: _Asker, line: str, due: float) -> tuple[float, float]:
    """Ask, and give the milliseconds until somebody has time for it, and until it is answered.

    Adapters acknowledge a question before they hand it to the desk.
    """
    taken_up = perf_counter() - due
    await asker.says(line)
    return 1000 * taken_up, 1000 * (perf_counter() - due)


def _spread(subject: str, times: Sequence[float], aim: AtMost | None = None) -> list[Figure]:
    ordered = sorted(times)
    last = min(len(ordered) - 1, int(0.99 * len(ordered)))
    return [
        Figure(subject=f"{subject}, median", value=ordered[len(ordered) // 2], unit="ms"),
        Figure(subject=f"{subject}, 99 of 100", value=ordered[last], unit="ms", aim=aim),
    ]
