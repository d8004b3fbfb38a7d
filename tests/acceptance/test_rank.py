import json

import pytest

from tests.acceptance import blog
from tests.acceptance.commands import Shell

SHAPE = "rank id title authors categories score parts reposts likes links abstract mentions".split()


async def ids(reader: Shell, *options: str) -> list[str]:
    outcome = await reader.hotpapers("rank", "--format", "json", *options)
    assert (0, "") == (outcome.status, outcome.complaints)
    return [paper["id"] for paper in json.loads(outcome.written)["papers"]]


async def test_the_json_has_the_documented_shape_and_nothing_more(reader: Shell) -> None:
    outcome = await reader.hotpapers("rank", "--format", "json", "--date", str(blog.FIRST))
    ranking = json.loads(outcome.written)
    assert ["date", "policy", "papers"] == list(ranking)
    assert (str(blog.FIRST), "classic") == (ranking["date"], ranking["policy"])
    assert all(list(paper) == SHAPE for paper in ranking["papers"])
    assert ranking["papers"][0] == {
        "rank": 1,
        "id": "2103.00001",
        "title": "A Study of Kettles",
        "authors": ["Ada Lovelace", "Emmy Noether", "Paul Erdős", "Grace Hopper", "Alan Turing"],
        "categories": ["cs.CL", "cs.AI"],
        "score": 1000,
        "parts": {"reposts": 900, "likes": 100},
        "reposts": 900,
        "likes": 100,
        "links": {
            "abs": "https://arxiv.org/abs/2103.00001",
            "pdf": "https://arxiv.org/pdf/2103.00001",
        },
        "abstract": "Kettles are known to boil. We ask which of them boils first.",
        "mentions": [
            {
                "source": "x",
                "url": "https://twitter.com/grace/status/2103000010",
                "author": "Grace Hopper",
                "handle": "grace",
                "posted_on": "2021-03-01",
            }
        ],
    }


async def test_a_tie_keeps_the_published_order_and_the_threshold_is_fifty(reader: Shell) -> None:
    first = ["2103.00001", "2103.00009", "2103.00002", "2103.00003"]
    assert first == await ids(reader, "--date", str(blog.FIRST))


async def test_the_threshold_is_a_setting(reader: Shell) -> None:
    reader.sets(MIN_SCORE="49")
    assert 5 == len(await ids(reader, "--date", str(blog.FIRST)))
    reader.sets(MIN_SCORE="1001")
    assert [] == await ids(reader, "--date", str(blog.FIRST))


async def test_without_a_date_it_is_the_newest_day(reader: Shell) -> None:
    assert await ids(reader) == await ids(reader, "--date", str(blog.NEWEST))


async def test_top_takes_the_first(reader: Shell) -> None:
    assert ["2103.00201", "2103.00202"] == await ids(reader, "--top", "2")
    assert 12 == len(await ids(reader, "--top", "99"))


@pytest.mark.parametrize(
    ("categories", "numbers"),
    [
        (("cs.CL",), "1"),
        (("CS.cl",), "1"),
        (("cs.*",), "12"),
        (("cs",), "12"),
        (("stat.ml",), "92"),
        (("stat.*", "math-ph"), "923"),
        (("math.*",), "9"),
        (("math.PR",), ""),
    ],
)
async def test_categories_accept_wildcards(
    reader: Shell, categories: tuple[str, ...], numbers: str
) -> None:
    options = [word for category in categories for word in ("--category", category)]
    found = await ids(reader, "--date", str(blog.FIRST), *options)
    assert [f"2103.0000{number}" for number in numbers] == found


@pytest.mark.parametrize("command", ["rank", "export", "post"])
async def test_an_unknown_category_is_answered_with_the_nearest(
    reader: Shell, command: str
) -> None:
    to = ("--to", "terminal") if command == "post" else ()
    outcome = await reader.hotpapers(command, *to, "--category", "cs.LGG")
    assert (1, "") == (outcome.status, outcome.text)
    assert outcome.complaints.startswith("No category “cs.LGG”. Did you mean cs.LG")


@pytest.mark.parametrize("command", ["rank", "export", "post"])
async def test_an_unknown_day_is_answered_with_the_nearest(reader: Shell, command: str) -> None:
    to = ("--to", "terminal") if command == "post" else ()
    outcome = await reader.hotpapers(command, *to, "--date", "2021-03-04")
    assert (1, "") == (outcome.status, outcome.text)
    assert (
        "No papers are known for 2021-03-04. The days known lie between 2021-03-01 and 2021-03-05;"
        " the nearest is 2021-03-05.\n"
    ) == outcome.complaints


@pytest.mark.parametrize("command", ["rank", "export", "post"])
async def test_without_papers_it_says_how_to_get_some(shell: Shell, command: str) -> None:
    to = ("--to", "terminal") if command == "post" else ()
    outcome = await shell.hotpapers(command, *to)
    assert (1, "") == (outcome.status, outcome.text)
    assert "hotpapers import" in outcome.complaints


@pytest.mark.parametrize(
    "options", [("--date", "yesterday"), ("--top", "0"), ("--policy", "hot"), ("--format", "xml")]
)
async def test_an_option_that_makes_no_sense_is_an_error_of_usage(
    reader: Shell, options: tuple[str, str]
) -> None:
    outcome = await reader.hotpapers("rank", *options)
    assert (2, "") == (outcome.status, outcome.text)
    assert f"Invalid value for '{options[0]}'" in outcome.complaints.replace(" / '-n'", "")


async def test_the_table_is_plain_lines_in_a_pipe(reader: Shell) -> None:
    outcome = await reader.hotpapers("rank", "--date", str(blog.FIRST))
    assert "1\t2103.00001\t1000\t900\t100\tA Study of Kettles" == outcome.text.splitlines()[0]
    assert (4, "") == (len(outcome.text.splitlines()), outcome.complaints)
    assert b"\x1b" not in outcome.written
