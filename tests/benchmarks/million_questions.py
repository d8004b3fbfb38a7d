"""What people ask for, with words, names and days of papers that there are."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random

from bot.domain.papers import Paper
from bot.domain.topics import Topic


def questions(papers: Sequence[Paper], count: int, random: Random) -> Iterator[Topic]:
    """Ask about papers, in each way as often."""
    ways = list(WAYS.values())
    for number in range(count):
        yield Topic.parse(ways[number % len(ways)](random.choice(papers), random))


def _words(text: str, count: int, random: Random) -> str:
    """Take different words out of a text, as many as it has."""
    words = sorted(set(text.lower().strip(".").split()))
    return " ".join(random.sample(words, min(count, len(words))))


def _phrase(text: str, count: int, random: Random) -> str:
    words = text.strip(".").split()
    start = random.randrange(len(words) - count + 1)
    return f'"{" ".join(words[start : start + count])}"'


def _day(paper: Paper, random: Random) -> str:
    return f"{random.choice(('after', 'before'))}:{paper.announced_on}"


_Way = Callable[[Paper, Random], str]

WAYS: Mapping[str, _Way] = {
    "a word": lambda paper, random: _words(paper.abstract, 1, random),
    "two words": lambda paper, random: _words(paper.abstract, 2, random),
    "three words": lambda paper, random: _words(paper.abstract, 3, random),
    "a word of a title": lambda paper, random: _words(paper.title, 1, random),
    "two words of a title": lambda paper, random: _words(paper.title, 2, random),
    "three words of a title": lambda paper, random: _words(paper.title, 3, random),
    "a phrase": lambda paper, random: _phrase(paper.abstract, random.randint(2, 3), random),
    "a phrase of a title": lambda paper, random: _phrase(paper.title, 2, random),
    "a last name": lambda paper, _: f"@{paper.authors[0].split()[-1]}",
    "a name": lambda paper, _: f'@"{paper.authors[0]}"',
    "a category": lambda paper, _: paper.categories[0],
    "a word in a category": lambda paper, random: (
        f"{_words(paper.abstract, 1, random)} {paper.categories[0]}"
    ),
    "two words at a time": lambda paper, random: (
        f"{_words(paper.abstract, 2, random)} {_day(paper, random)}"
    ),
    "a name and a word": lambda paper, random: (
        f"@{paper.authors[0].split()[-1]} {_words(paper.abstract, 1, random)}"
    ),
    "a word without another": lambda paper, random: _words(paper.title, 2, random).replace(
        " ", " -"
    ),
    "one of two words in an archive": lambda paper, random: (
        f"{_words(paper.abstract, 2, random).replace(' ', '|')}"
        f" {paper.categories[0].partition('.')[0]}"
    ),
}
