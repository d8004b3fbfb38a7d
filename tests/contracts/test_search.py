"""What every storage finds, and in which order."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from bot.domain.papers import Paper
from bot.domain.relevance import COMPARED
from bot.domain.topics import EVERYTHING, Topic
from bot.ports import Storage
from storage.memory import MemoryStorage
from tests.builders import DAY, a_listing, a_paper

YESTERDAY, TOMORROW = DAY - timedelta(days=1), DAY + timedelta(days=1)
NOTHING = "Nothing of note."


async def remember(storage: Storage, *papers: Paper) -> None:
    async with storage.transaction() as tx:
        await tx.papers.add(a_listing(paper=each, listed_on=each.announced_on) for each in papers)


async def found(storage: Storage, topic: str, limit: int = 1000, offset: int = 0) -> list[str]:
    async with storage.transaction() as tx:
        papers = await tx.search.find(Topic.parse(topic), limit=limit, offset=offset)
    assert all(map(Topic.parse(topic).matches, papers))
    return [str(paper.id) for paper in papers]


def paper(
    number: int, title: str, abstract: str = NOTHING, *, on: date = DAY, authors: str = "Ada Lee"
) -> Paper:
    return a_paper(
        f"2401.{number:05}",
        title=title,
        abstract=abstract,
        announced_on=on,
        authors=tuple(authors.split(", ")),
    )


def numbered(*numbers: int) -> list[str]:
    return [f"2401.{number:05}" for number in numbers]


async def test_a_storage_without_papers_finds_none(storage: Storage) -> None:
    for topic in ("", "graphs", "-graphs", "@lee", "after:2020", '"deep graphs" cs.LG'):
        assert [] == await found(storage, topic)


async def test_without_a_wish_the_newest_papers_come_first(storage: Storage) -> None:
    old = a_paper("hep-th/9901001", announced_on=YESTERDAY)
    await remember(storage, old, paper(2, "B"), paper(1, "A"), paper(3, "C", on=TOMORROW))

    assert [*numbered(3, 2, 1), "hep-th/9901001"] == await found(storage, "")
    async with storage.transaction() as tx:
        assert [old] == await tx.search.find(EVERYTHING, limit=5, offset=3)
        assert [] == await tx.search.find(EVERYTHING, limit=5, offset=4)
        assert [] == await tx.search.find(EVERYTHING, limit=0)


async def test_words_in_the_title_count_more_than_words_in_the_abstract(storage: Storage) -> None:
    await remember(
        storage,
        paper(1, "On graphs", on=YESTERDAY),
        paper(2, "On trees", "They are graphs."),
        paper(3, "On trees", "They are graphs.", on=TOMORROW),
        paper(4, "On graphs and trees"),
        paper(5, "On trees"),
    )

    assert numbered(4, 1, 3, 2) == await found(storage, "graph")


async def test_words_side_by_side_count_more_than_words_apart(storage: Storage) -> None:
    await remember(
        storage,
        paper(1, "Deep sets for learning", on=TOMORROW),
        paper(2, "Deep learning"),
        paper(3, "A study", "We learn deep sets.", on=TOMORROW),
        paper(4, "A study", "Of deep learning, or learning that is deep."),
        paper(5, "Learning, deep as ever"),
        paper(6, "Deep waters", "A study of learning."),
    )

    assert numbered(5, 2, 1, 6, 4) == await found(storage, "deep learning")
    assert numbered(2, 4) == await found(storage, '"deep learning"')


async def test_the_words_of_a_phrase_stand_together_in_one_text(storage: Storage) -> None:
    await remember(
        storage,
        paper(1, "All is deep", "Learning follows."),
        paper(2, "Deep", NOTHING, authors="Mary Learning"),
        paper(3, "Learning deep"),
        paper(4, "Nothing", "Of Deep-Learning models"),
    )

    assert numbered(4) == await found(storage, '"deep learning"')
    assert numbered(3, 2, 1) == await found(storage, 'deep -"deep learning"')
    assert numbered(3, 4) == await found(storage, '"deep learning"|"learning deep"')


SPELLINGS = {
    "models": "Model",
    "model": "MODELS",
    "theory": "Theories",
    "schrödinger": r"The Schr\"odinger equation",
    "schrodinger": "Schrödinger’s cat",
    "cafe": "Café",
    "3d": "In 3D-space",
    "量子": "量子 and more",
    "naïve": "Na\u00efve",
    "os": "The OS",
    "gpt-4": "What GPT-4 sees",
    "σ": "Σ",
    "ab": "A{B}",
}


@pytest.mark.parametrize(("wanted", "title"), SPELLINGS.items())
async def test_words_are_found_however_they_are_spelled(
    storage: Storage, wanted: str, title: str
) -> None:
    await remember(storage, paper(1, title), paper(2, "Else", title), paper(3, "Else"))

    assert numbered(1, 2) == await found(storage, wanted)


async def test_people_are_found_by_last_name_given_name_and_initial(storage: Storage) -> None:
    people = (
        "Geoffrey E. Hinton",
        "G. Hinton",
        "Robert Hinton, Geoffrey Miller",
        "Geoffrey Hinton-Smith",
        "Hinton Collaboration, Erwin Gabor Hinton Jr.",
    )
    await remember(
        storage, *(paper(number, "A", authors=names) for number, names in enumerate(people, 1))
    )

    assert numbered(5, 3, 2, 1) == await found(storage, "@hinton")
    assert numbered(2, 1) == await found(storage, '@"geoffrey hinton"')
    assert numbered(5, 2, 1) == await found(storage, '@"g hinton"')
    assert numbered(5, 1) == await found(storage, '@"e hinton"')
    assert numbered(1) == await found(storage, '@"geoffrey e hinton"')
    assert [] == await found(storage, '@"e geoffrey hinton"')
    assert numbered(4, 3) == await found(storage, '-@"g hinton" -@"e hinton"')


async def test_categories_are_found_under_both_names_and_by_archive(storage: Storage) -> None:
    papers = [paper(number, "A") for number in range(1, 5)]
    categories = (("cs.LG",), ("math.IT", "cs.IT"), ("stat.ML", "astro-ph.CO"), ("hep-th",))
    await remember(
        storage,
        *(replace(each, categories=names) for each, names in zip(papers, categories, strict=True)),
    )

    assert numbered(2, 1) == await found(storage, "cs.*")
    assert numbered(2) == await found(storage, "cs.IT")
    assert numbered(4, 3) == await found(storage, "astro-ph, hep-th")
    assert numbered(4, 3) == await found(storage, "-cs.*")


async def test_dates_bound_what_is_found_wherever_they_stand(storage: Storage) -> None:
    days = (YESTERDAY, DAY, TOMORROW)
    await remember(
        storage, *(paper(number, "Graphs", on=day) for number, day in enumerate(days, 1))
    )
    await remember(storage, paper(4, "Trees", on=YESTERDAY))

    assert numbered(3, 2) == await found(storage, f"after:{DAY}")
    assert numbered(4, 1) == await found(storage, f"before:{DAY}")
    assert numbered(2) == await found(storage, f"graphs after:{DAY} before:{TOMORROW}")
    assert numbered(4, 3) == await found(storage, f"after:{TOMORROW}, trees")
    assert numbered(2, 1) == await found(storage, f"graphs -after:{TOMORROW}")
    assert [] == await found(storage, f"graphs after:{TOMORROW} before:{DAY}")


async def test_alternatives_and_exclusions_are_kept_to(storage: Storage) -> None:
    await remember(
        storage,
        paper(1, "Graphs and trees"),
        paper(2, "Graphs"),
        paper(3, "Trees", "No graph at all."),
        paper(4, "Forests"),
    )

    assert numbered(4, 3, 1) == await found(storage, "tree|forest")
    assert numbered(2) == await found(storage, "graph -tree")
    assert numbered(4) == await found(storage, "-graph")
    assert numbered(4, 3, 1) == await found(storage, "-(graph -tree)")
    assert numbered(4, 2) == await found(storage, "forest, (graph -tree)")
    assert numbered(4, 2) == await found(storage, "-(tree graph)")
    assert [] == await found(storage, "graph -graph")


async def test_a_paper_is_found_by_what_it_says_now(storage: Storage) -> None:
    await remember(storage, paper(1, "Graphs", "First words."))
    revised = replace(paper(1, "Trees", "Later words."), announced_on=TOMORROW)
    await remember(storage, revised)

    assert numbered(1) == await found(storage, "trees later")
    assert [] == await found(storage, "graphs|first")
    assert numbered(1) == await found(storage, f"before:{TOMORROW}")


async def test_a_paper_that_was_announced_earlier_takes_its_place(storage: Storage) -> None:
    await remember(storage, paper(1, "Graphs"), paper(2, "Graphs", on=TOMORROW))
    await remember(storage, paper(2, "Trees", on=YESTERDAY))

    assert numbered(1, 2) == await found(storage, "graphs")
    assert [] == await found(storage, "trees")


async def test_a_rolled_back_paper_is_not_found(storage: Storage) -> None:
    async def fail() -> None:
        async with storage.transaction() as tx:
            await tx.papers.add([a_listing(paper=paper(1, "Graphs"))])
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    assert [] == await found(storage, "graphs")


async def test_hostile_texts_are_found_and_break_nothing(storage: Storage) -> None:
    titles = (
        '\') OR 1=1 -- "quoted" : * ^ | graphs',
        "NEAR AND OR NOT graphs\0\ud800",
        "graphs " + "x" * 10_000,
        "量" * 3000 + " graphs",
    )
    await remember(storage, *(paper(number, title) for number, title in enumerate(titles, 1)))
    many = ", ".join(f"Author{number} Of{number}" for number in range(6000))
    odd = replace(paper(5, "graphs", authors=many), categories=('a"|b graphs', "cs.LG", "(x"))
    await remember(storage, odd)

    assert numbered(5, 4, 3, 2, 1) == await found(storage, "graphs")
    assert numbered(2) == await found(storage, '"near and or not"')
    assert numbered(5) == await found(storage, "@of7")
    assert [] == await found(storage, "b" * 300)


def many(count: int) -> Iterable[Paper]:
    for number in range(1, count + 1):
        title = "Graph neural networks" if number % 10 == 0 else "A study"
        apart = "Graph theory for networks." if number % 3 else "We use graph networks."
        yield paper(number, title, apart, on=DAY + timedelta(days=number // 7))


async def test_pages_together_hold_each_paper_once_in_the_order_of_the_whole(
    storage: Storage,
) -> None:
    count = 3 * COMPARED
    await remember(storage, *many(count))
    for topic in ("graph networks", "graph", "", "-tree", '@lee "graph networks"|theory'):
        whole = await found(storage, topic, limit=2 * count)
        pages = [await found(storage, topic, 97, offset) for offset in range(0, count + 97, 97)]

        assert count == len(set(whole)) == len(whole)
        assert whole == [each for page in pages for each in page]


async def test_where_very_many_match_the_newest_are_compared(storage: Storage) -> None:
    count = 3 * COMPARED
    await remember(storage, *many(count))
    whole = await found(storage, "graph networks", limit=count)

    by_title = [number for number in range(count, 0, -1) if number % 10 == 0]
    others = [number for number in range(count, 0, -1) if number % 10]
    best = [number for number in others[:COMPARED] if number % 3 == 0]
    rest = [number for number in others[:COMPARED] if number % 3]
    assert [*best, *rest, *others[COMPARED:]] == [int(id_[5:]) for id_ in whole[len(by_title) :]]


NAMES = ("Wei Wang", "W. Wang", "X. W. Wang", "Wen Wang Jr.", "Emmy Noether", "Wang Noether")
TERMS = (
    *("deep", "graph", "learning", "trees", '"deep graph"', '"graph learning"', '"deep deep"'),
    *("@wang", '@"w wang"', '@"wei wang"', '@"x wang"', "@noether", '@"wang noether"'),
    *("cs.LG", "cs.*", "stat.ML", f"after:{DAY}", f"before:{DAY}", f"after:{TOMORROW}"),
)


def any_paper(number: int, random: Random) -> Paper:
    words = ("deep", "graphs", "Learning", "tree", "of")
    day = DAY + timedelta(days=random.choice((-900, -40, -1, 0, 1, 2)))
    title = " ".join(random.choices(words, k=random.randint(1, 3)))
    abstract = " ".join(random.choices((*words, "and", "so"), k=random.randint(0, 6)))
    authors = ", ".join(random.sample(NAMES, random.randint(1, 3)))
    categories = random.choice((("cs.LG",), ("cs.CL", "stat.ML"), ("hep-th",)))
    return replace(paper(number, title, abstract, on=day, authors=authors), categories=categories)


def any_topic(random: Random, depth: int = 0) -> str:
    if depth == 3 or random.random() < 0.25 + depth / 6:
        return random.choice(TERMS)
    inner = [any_topic(random, depth + 1) for _ in range(random.randint(1, 3))]
    match random.choice(("all", "any", "not")):
        case "all":
            return f"({' '.join(inner)})"
        case "any":
            return f"({', '.join(inner)})"
        case _:
            return f"-({' '.join(inner)})"


async def test_any_topic_finds_what_belongs_to_it_in_one_order_everywhere(
    storage: Storage,
) -> None:
    random = Random(1)
    papers = [any_paper(number, random) for number in range(1, 81)]
    memory = MemoryStorage()
    await remember(memory, *papers)
    await remember(storage, *papers)
    for _ in range(60):
        topic = any_topic(random)
        everything = await found(storage, topic)
        belonging = {str(each.id) for each in papers if Topic.parse(topic).matches(each)}

        assert belonging == set(everything)
        assert await found(memory, topic) == everything
        assert everything[3:8] == await found(storage, topic, limit=5, offset=3)
