"""From posts to papers: every form is found, nothing else is, and quickly."""

import json
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.links import might_link, paper_of, papers_in
from bot.domain.papers import PaperId
from bot.domain.taxonomy import ARCHIVES

JETSTREAM = Path(__file__).parents[2] / (
    "../shared/data/recorded/bluesky/jetstream_v1_152events_2026-07-04.jsonl"
)
PAPER = PaperId.parse("2104.11178")

ADDRESSES = """
    arxiv.org/abs/{} arxiv.org/abs/{}v3 arxiv.org/abs/{}/ www.arxiv.org/abs/{} ARXIV.ORG/ABS/{}
    arxiv.org/pdf/{} arxiv.org/pdf/{}.pdf arxiv.org/pdf/{}v12.pdf arxiv.org/pdf/{}v2.pdf#page=3
    arxiv.org/html/{}v1 arxiv.org/html/{}v1#S3.F2 arxiv.org/format/{} arxiv.org/ps/{}v1
    arxiv.org/e-print/{} arxiv.org/src/{}v2 arxiv.org/abs/{}?context=cs.LG arxiv.org/abs/arXiv:{}
    export.arxiv.org/abs/{} browse.arxiv.org/html/{}v1 cn.arxiv.org/pdf/{} de.arxiv.org/abs/{}
    arxiv.org:443/abs/{} arxiv.org//abs/{} xxx.lanl.gov/abs/{} xxx.lanl.gov/pdf/{}v1
    ar5iv.org/abs/{} ar5iv.labs.arxiv.org/html/{}v2
    alphaxiv.org/abs/{} www.alphaxiv.org/pdf/{}v1.pdf www.alphaxiv.org/overview/{}
    www.alphaxiv.org/html/{} www.alphaxiv.org/zh/overview/{} www.alphaxiv.org/overview/{}.zh
    alphaxiv.org/abs/{}/sso-callback alphaxiv.org/pt-br/abs/{}v1?chatId=1
    huggingface.co/papers/{} hf.co/papers/{} huggingface.co/papers/{}#community
    huggingface.co/api/papers/{} doi.org/10.48550/arXiv.{} dx.doi.org/10.48550/ARXIV.{}
    doi.org/10.48550%2Farxiv.{} 10.48550/arXiv.{} scirate.com/arxiv/{} scirate.com/arxiv/{}v1
    semanticscholar.org/arxiv/{} www.semanticscholar.org/arxiv/{} api.semanticscholar.org/arXiv:{}
    emergentmind.com/papers/{} www.emergentmind.com/papers/{} papers.cool/arxiv/{}
    arxiv-sanity-lite.com/?pid={} arxiv-sanity-lite.com/?rank=pid&pid={} talk2arxiv.org/pdf/{}.pdf
""".split()
SAYINGS = (
    "arXiv:{}",
    "arxiv: {}v2",
    "arXiv {}",
    "ARXIV:{} [cs.CL]",
    "arXiv preprint arXiv:{}, 2021",
    "arXiv preprint {}",
    "#arXiv {}",
    "arXiv：{}",
    "arXiv-{}",
    "arxiv.org: {}",
)
NUMBERS_FIRST = ("{} (arXiv)", "{}v2 arXiv", "{}, arXiv", "[{}] arXiv", "{} on arXiv")
NOT_PAPERS = """
    arxiv.org/list/cs.CL/new arxiv.org/list/cs/2104 arxiv.org/search/?query={}
    arxiv.org/search/?query=arXiv:{}&searchtype=all arxiv.org/a/{} arxiv.org/a/lecun_y_1
    arxiv.org/archive/cs arxiv.org/catchup/cs/2021-04-22 arxiv.org/show-email/abc/{}
    notarxiv.org/abs/{} arxiv.org.example.com/abs/{} myarxiv.org/abs/{} arxiv.com/abs/{}
    example.com/abs/{} example.com/papers/{} huggingface.co/datasets/{} huggingface.co/papers
    huggingface.co/papers?date=2021-04-22 doi.org/10.1000/arXiv.{} doi.org/10.48550/{}
    connectedpapers.com/main/{} export.arxiv.org/api/query?id_list={}
    arxiv.org/abs/{}1 arxiv.org/abs/1{} arxiv.org/abs/{}abc arxiv.org/abs/{}v0 arxiv.org/abs/{}v
    arxiv.org/abs/{}.5 arxiv.org/abs/ arxiv.org
""".split()
IMPOSSIBLE = """
    0000.0000 0703.0001 0704.00001 1412.00001 1501.0001 2400.00001 2413.00001 2401.0001 2401.000001
    nowhere/9901001 cs/9913001 cs/9900001 cs/990100 cs/99010011 hep-th/0704001 cs/2401001
""".split()
HOSTILE = """
    a a. a- / arxiv arxiv.org/ arxiv: 2104. 1 %2f &#x2f; arxiv.org/abs// 10.48550/ hep-th/ v1
    arxiv-sanity-lite.com/?& 2104.11178, alphaxiv.org/zz/ semanticscholar.org/arxiv: http:// ((
""".split()


@st.composite
def new_style(draw: st.DrawFn) -> str:
    year, month = draw(st.integers(7, 45)), draw(st.integers(1, 12))
    stamp = f"{year:02}{month:02}"
    if stamp < "0704":
        stamp = f"{year + 1:02}{month:02}"
    digits = 5 if stamp >= "1501" else 4
    return f"{stamp}.{draw(st.integers(1, 10**digits - 1)):0{digits}}"


@st.composite
def old_style(draw: st.DrawFn) -> str:
    archive = draw(st.sampled_from(sorted(ARCHIVES)))
    subject = draw(st.sampled_from(["", ".GT", ".AI"]))
    year = draw(st.integers(92, 106)) % 100
    return (
        f"{archive}{subject}/{year:02}{draw(st.integers(1, 12)):02}{draw(st.integers(1, 999)):03}"
    )


ids = st.one_of(new_style(), old_style())
prefixes = st.sampled_from(["", "http://", "https://", "//"])
# What may stand beside a form in a post, in any script, without being part of it.
before = st.sampled_from(["", " ", "\n", "(", "“", "[link](", "<", "すごい ", "見て", "— ", "_"])
after = st.sampled_from(
    ["", " ", "\n", ")", "”", "](x)", ">", "すごい", "。", ", ", ". So", "!", "_"]
)


@given(ids, st.sampled_from(ADDRESSES), prefixes)
def test_every_form_of_an_address_is_its_paper(id_: str, form: str, prefix: str) -> None:
    assert paper_of(prefix + form.format(id_)) == PaperId.parse(id_)


@given(ids, st.sampled_from([*ADDRESSES, *SAYINGS]), before, after)
def test_every_form_is_found_in_a_text(id_: str, form: str, opening: str, closing: str) -> None:
    text = f"{opening}{form.format(id_)}{closing}"
    assert papers_in(text) == (PaperId.parse(id_),)


@given(new_style(), st.sampled_from(NUMBERS_FIRST), before, after)
def test_a_number_is_found_before_the_word(id_: str, form: str, opening: str, closing: str) -> None:
    assert papers_in(f"{opening}{form.format(id_)}{closing}") == (PaperId.parse(id_),)


@given(ids, st.sampled_from([*ADDRESSES, *SAYINGS]))
def test_the_quick_look_never_misses_a_paper(id_: str, form: str) -> None:
    line = json.dumps({"text": form.format(id_)}).encode()
    assert might_link(line)


@given(ids, st.sampled_from(["arxiv.org/abs/{}", "hf.co/papers/{}"]))
def test_escaped_addresses_are_found_inside_others(id_: str, form: str) -> None:
    paper = PaperId.parse(id_)
    address = f"https://{form.format(id_)}"
    encoded = address.replace(":", "%3A").replace("/", "%2F")
    assert papers_in(f"https://example.com/?to={encoded}&x=1") == (paper,)
    assert papers_in(f'<a href="{address.replace("/", "&#x2F;")}">') == (paper,)


@given(st.lists(ids, max_size=8))
def test_each_paper_comes_once_in_the_order_of_the_text(several: list[str]) -> None:
    text = " and ".join(f"https://arxiv.org/abs/{id_} or arXiv:{id_}v2" for id_ in several)
    expected = tuple(dict.fromkeys(PaperId.parse(id_) for id_ in several))
    assert papers_in(text) == expected


@pytest.mark.parametrize("form", NOT_PAPERS)
def test_other_pages_and_lookalikes_are_no_papers(form: str) -> None:
    for address in (form.format(PAPER), f"https://{form.format(PAPER)}"):
        assert (paper_of(address), papers_in(f"see {address} now")) == (None, ())


@pytest.mark.parametrize("impossible", IMPOSSIBLE)
def test_impossible_identifiers_are_no_papers(impossible: str) -> None:
    for form in [*ADDRESSES, *SAYINGS]:
        assert papers_in(form.format(impossible)) == ()


@pytest.mark.parametrize(
    "text", ["2104.11178", "costs 2104.11178 dollars", "v2104.11178", "cs/0112017"]
)
def test_a_bare_number_is_no_paper(text: str) -> None:
    assert papers_in(text) == ()


@given(new_style())
def test_papers_of_the_future_are_none(id_: str) -> None:
    paper = PaperId.parse(id_)
    year, month = divmod(paper.month, 12)
    that_month = date(year, month + 1, 1)
    month_before = date(year - (month == 0), (month - 1) % 12 + 1, 28)
    assert papers_in(f"arXiv:{id_}", until=that_month) == (paper,)
    assert papers_in(f"arXiv:{id_}", until=month_before) == ()
    assert paper_of(f"arxiv.org/abs/{id_}", until=month_before) is None


@given(st.text(max_size=300))
def test_random_text_names_no_paper_and_breaks_nothing(text: str) -> None:
    assert (papers_in(text), paper_of(text)) == ((), None)


BITS = "arxiv .org/ abs/ % &#x2f; 2104. 11178 hep-th/ 9901001 v2 / pid= ? 10.48550".split()
fragments = st.sampled_from([*(form.format(PAPER) for form in ADDRESSES), *BITS, " ", "\ud800"])


@given(st.lists(fragments, max_size=30).map("".join))
def test_whatever_is_found_was_written_and_the_quick_look_saw_it(text: str) -> None:
    found = papers_in(text)
    assert not found or might_link(text.encode(errors="surrogatepass"))
    for paper in found:
        assert str(paper).rpartition("/")[2] in text


@pytest.mark.parametrize("seed", [*HOSTILE, "arxiv ", "arxiv preprint ", "2104.11178 ", " ", "\n("])
def test_hostile_text_costs_no_more_than_its_length(seed: str) -> None:
    text = (seed * (100_000 // len(seed) + 1))[:100_000]
    for hostile in (
        text,
        f"arxiv.org/abs/{text}",
        f"arxiv {text}",
        f"arxiv-sanity-lite.com/?{text}",
    ):
        started = time.process_time()
        papers_in(hostile)
        paper_of(hostile)
        assert time.process_time() - started < 1.0


def test_the_quick_look_lets_the_firehose_pass() -> None:
    if not JETSTREAM.exists():
        pytest.skip("the recorded Jetstream lines are not here")
    lines = JETSTREAM.read_bytes().splitlines() * 100
    started = time.process_time()
    matches = sum(map(might_link, lines))
    spent = time.process_time() - started
    assert matches == 0
    assert len(lines) / spent > 50_000  # a tenth of what one core does; a loaded machine is slower
