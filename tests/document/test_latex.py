"""LaTeX in plain Unicode: no word lost, nothing plain touched, and what every command writes."""

import gzip
import itertools
import json
import re
import string
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.document.latex import to_unicode

RECORDINGS = Path(__file__).parents[3] / "shared" / "data"
ARCHIVE = RECORDINGS / "archive"
DAILY = RECORDINGS / "recorded" / "arxiv_daily"

# A recorded paper in so many is read: enough to meet every kind of mistake, in little time.
STRIDE = 19

WORD = re.compile(r"[A-Za-z]{2,}")
STYLE = re.compile(
    r"\\(?:text(?:bf|it|rm|sc|sf|tt)?|math(?:bb|bf|cal|rm|sf|tt)|emph|underline|uline)(?![a-z])"
)
COLOUR = re.compile(r"\\(?:textcolor|color)\{\w+\}")
LINK_TO_ITSELF = re.compile(r"\\href\{([^{}]*)\}\{\1\}")
ACCENT = re.compile(r"\\[`'\"^~=.]|\\[Hbcdkrtuv](?![A-Za-z])")
NO_WORD = re.compile(r"\\\^\{\}|\\(?:b\{eta|c\{hi|d\{elta|k\{appa|r\{ho|t\{au|t\{heta)\}")
NAME = re.compile(r"\\[A-Za-z]+")
LONE_SCRIPT = re.compile(r"[_^](?:[A-Za-z](?![A-Za-z]{3}))?")

WORDS = st.text(string.ascii_letters, min_size=4, max_size=9)
AROUND_A_WORD = st.sampled_from(
    [
        r" {} ",
        r"\emph{{{}}}",
        r"{{\bf {}}}",
        r"\footnote{{{}}}",
        r"~\cite{{{}}}",
        r"\url{{https://example.org/{}}}",
        r"\href{{https://example.org/x_y}}{{{}}}",
        r"\unknown{{{}}}",
        r"\unknown[{}]{{x}}",
        r"``{}''",
        r"`{}'",
        r"$x_{{{}}}$",
        r"$x^{{\mathrm{{{}}}}}$",
        r"$\text{{{}}}$",
        r"$\frac{{{}}}{{n}}$",
        r"$\hat{{{}}}$",
        r"\(\sqrt{{{}}}\)",
        r"$\operatorname{{{}}} n$",
        r"\textcolor{{red}}{{{}}}",
        r"\begin{{{}}}",
        r"$5 {} $10",
        r"-- {} ---",
    ]
)
BROKEN = st.sampled_from(
    ["{", "}", "$", "$$", "\\", r"\(", r"\)", r"\[", r"\]", "~", "^", "_", "`", "''", "--", "%",
     r"\foo"]
)  # fmt: skip
TEX = st.sampled_from(
    [*r"\{}$~^_`'\"[]()&%-", "``", "$$", r"\(", r"\)", r"\frac", r"\sqrt", r"\hat", r"\not", r"\'",
     r"\c", r"\t", r"\href", r"\cite", r"\footnote", r"\text", r"\mathbb", r"\log", r"\alpha",
     r"\left", r"\begin", r"\em", r"\textsuperscript", "://", "a", "é", "7", " ", "\n"]
)  # fmt: skip


def fold(text: str) -> str:
    """Take off accents, small sizes and fancy alphabets: `Ñₐ𝔼` is `NaE`."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(part for part in parts if not unicodedata.combining(part))


def words_of(source: str) -> Counter[str]:
    """Count the words a person reads in TeX source, which are not the names of commands."""
    readable = LINK_TO_ITSELF.sub(r" \1 ", COLOUR.sub("", source))
    readable = ACCENT.sub("", NO_WORD.sub(" ", readable))
    readable = NAME.sub(" ", STYLE.sub("", readable).replace("}{", "} {"))
    return Counter(WORD.findall(fold(re.sub(r"[{}]", "", LONE_SCRIPT.sub(" ", readable)))))


def lost(words: Counter[str], written: str) -> list[str]:
    readable = re.sub(r"[{}]", "", fold(written))
    return [word for word, count in words.items() if readable.count(word) < count]


def lost_by_conversion(source: str) -> list[str]:
    written = to_unicode(source)
    return [] if written == source else lost(words_of(source), written)


def archived_abstracts() -> Iterator[str]:
    for post in sorted(ARCHIVE.glob("*.md")):
        for section in re.split(r"^# \d+\. ", post.read_text("utf-8"), flags=re.MULTILINE)[1:]:
            *_, behind_links = re.split(r"^- (?:links|\[).*$", section, flags=re.MULTILINE)
            yield behind_links.partition('<blockquote class="twitter-tweet"')[0].strip()


def recorded_wordings() -> Iterator[str]:
    for recording in sorted(DAILY.glob("*.jsonl.gz")):
        with gzip.open(recording, "rt", encoding="utf-8") as lines:
            for line in itertools.islice(lines, 0, None, STRIDE):
                paper = json.loads(line)
                yield paper["title"]
                yield paper["summary"]
                yield from paper["authors"]


@given(st.text(st.characters()))
def test_any_string_is_accepted(source: str) -> None:
    assert isinstance(to_unicode(source), str)


@given(st.lists(TEX, max_size=60).map("".join))
def test_any_heap_of_tex_is_accepted(source: str) -> None:
    assert isinstance(to_unicode(source), str)


@given(st.text(st.characters(exclude_characters="\\${}~^_`'-")))
@example("100% sure of R&D #1; x < y, “so-called” ‘results’ – 5-3 — https://example.org/a?b=c%20d")
@example("it's one's own")
def test_plain_text_is_unchanged(source: str) -> None:
    assert source == to_unicode(source)
    assert source == to_unicode(to_unicode(source))


@given(st.lists(st.tuples(AROUND_A_WORD, WORDS), min_size=1, max_size=8))
def test_every_word_survives_its_markup(marked: list[tuple[str, str]]) -> None:
    written = to_unicode(" and ".join(markup.format(word) for markup, word in marked))
    assert not lost(Counter(word for _, word in marked), written)


@given(st.lists(st.one_of(WORDS, BROKEN), max_size=30))
def test_every_word_survives_broken_tex(pieces: list[str]) -> None:
    written = to_unicode(" ".join(pieces))
    assert not lost(Counter(piece for piece in pieces if piece.isalpha()), written)


def test_words_are_read_as_a_person_reads_them() -> None:
    expected = Counter(["The", "Frechet", "distance", "good", "of", "Erdos"])
    source = r"The Fr\'{e}chet \emph{dis}tance $d_{\mathrm{good}}$ of Erd\H{o}s"
    assert expected == words_of(source)


def test_a_word_that_is_written_once_too_few_is_lost() -> None:
    expected = ["seen"]
    assert expected == lost(words_of(r"\emph{seen} once, seen twice"), "seen once, twice")


@pytest.mark.skipif(not ARCHIVE.is_dir(), reason="no archive of old posts beside the project")
def test_no_word_of_an_archived_abstract_is_lost() -> None:
    abstracts = list(archived_abstracts())
    assert len(abstracts) > 2000
    assert not list(filter(None, map(lost_by_conversion, abstracts)))


@pytest.mark.skipif(not DAILY.is_dir(), reason="no recorded papers beside the project")
def test_no_word_of_a_recorded_paper_is_lost() -> None:
    wordings = list(recorded_wordings())
    assert len(wordings) > 1000
    assert not list(filter(None, map(lost_by_conversion, wordings)))


@pytest.mark.parametrize(
    "source",
    [
        "\\" * 30_000,
        "{" * 30_000,
        "$" * 30_000,
        "$ " * 15_000,
        "$x{" * 10_000,
        "{" * 15_000 + "}" * 15_000,
        "$" + "x^{" * 7_000 + "}" * 7_000 + "$",
        "{$" * 7_000 + "$}" * 7_000,
        r"\frac{" * 4_000 + "}" * 4_000,
        r"\'{" * 5_000 + "e" + "}" * 5_000,
        "$" + r"\hat" * 7_000 + "x$",
        r"\(" * 15_000,
        r"\cite[" * 5_000,
        '``a\\"' * 6_000,
        "`a " * 10_000,
        r"$\frac{a}{x^{" + "1" * 30_000 + "}}$",
        r"$\frac{a}{" + "|" * 30_000 + "}$",
        r"\emph" + " " * 30_000,
    ],
    ids=lambda source: source[:8],
)
def test_a_hostile_string_takes_no_longer_than_its_length(source: str) -> None:
    started_at = time.process_time()
    to_unicode(source)
    # It takes some tenths of a second; what grows with the square of the length takes minutes.
    assert time.process_time() - started_at < 5


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"Fr\'echet", "Fréchet"),
        (r"Fr\'{e}chet", "Fréchet"),
        (r"Fr{\'e}chet", "Fréchet"),
        (r"Fr{\'{e}}chet", "Fréchet"),
        (r"Fr{\'}echet", "Fréchet"),
        (r"\"o \"{o} {\"o}", "ö ö ö"),
        (r"\^i \~n \=a \.z \`a", "î ñ ā ż à"),
        (r"\c{c} \c c \v{s} \H{o} \u{g}", "ç ç š ő ğ"),
        (r"\k{a} \r{a} \d{h} \b{d}", "ą å ḥ ḏ"),
        (r"\'{\i} \'\i \u{\i} \v{\j}", "í í ĭ ǰ"),
        (r"\'{\^e} \'{\ae}", "ế ǽ"),
        (r"\t{oo}", "o͡o"),
        (r"Erd\H{o}s--R\'{e}nyi", "Erdős–Rényi"),
        (r"Fran\c cois \v Cech", "François Čech"),
        (r"Jo\ão", "João"),
        (r"\={q}", "q̄"),
    ],
)
def test_accents_and_letters_become_one_character(source: str, expected: str) -> None:
    assert expected == to_unicode(source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"Stra\ss e", "Straße"),
        (r"S\o ren \O stergaard", "Søren Østergaard"),
        (r"\L{}ukasz \L ukasz {\L}ukasz", "Łukasz Łukasz Łukasz"),
        (r"{\AE}r\o{} and \oe uvre", "Ærø and œuvre"),
        (r"\aa\ \dh\ \th", "å ð þ"),
        (r"\AA ngstr\"om, 2.5 \AA wide", "Ångström, 2.5 Å wide"),
        (r"\k{appa} = 0.9, \b{eta}, \t{heta}", "κ = 0.9, β, θ"),
        (r"360{\deg} views at 25\degree", "360° views at 25°"),
        (r"\LaTeX is \TeX{} and \LaTeX", "LaTeX is TeX and LaTeX"),
        (r"\texttt{\textless EOS\textgreater} \textbackslash n", r"<EOS> \n"),
        (r"trees, \eg, oaks \etc. (\ie those)", "trees, e.g., oaks etc. (i.e. those)"),
    ],
)
def test_special_letters_and_words_are_spelled_out(source: str, expected: str) -> None:
    assert expected == to_unicode(source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"\emph{one} \textbf{two \textit{three}}", "one two three"),
        (r"\textsc{Sm}all \underline{\textbf{C}}aps", "Small Caps"),
        (r"{\em one} {\bf two} \noindent three", "one two three"),
        (r"\mbox{a b} \mathrm{KL} \textsf{Sans}", "a b KL Sans"),
        (r"\textcolor{red}{hot} \color{blue} cold", "hot cold"),
        (r"P\textsuperscript{2} H\textsubscript{2}O", "P² H₂O"),
        (r"\href{https://x.org/a_b}{the code}", "the code (https://x.org/a_b)"),
        (r"\href{https://x.org/a\_b}{https://x.org/a\_b}", "https://x.org/a_b"),
        (r"\href{https://x.org/}{\texttt{https://x.org}}", "https://x.org/"),
        (r"\href{https://x.org}", "https://x.org"),
        (r"$\href{https://x.org/a_b}{here}$", "here (https://x.org/a_b)"),
        (r"\url{https://x.org/~me/a_b--c\#d}", "https://x.org/~me/a_b--c#d"),
        (r"shown in~\cite{a,b}", "shown in [a,b]"),
        (r"shown in ~\citep[p.~3]{a}", "shown in [a, p.~3]"),
        (r"\citet{a} in \ref{fig:b} and \eqref{c}", "[a] in [fig:b] and [c]"),
        (r"word\footnote{A note.} \footnote{\small Two}", "word (A note.) (Two)"),
        (r"\num{3000} \$5 80\% R\&D \#1 a\_b \{c\}", "3000 $5 80% R&D #1 a_b {c}"),
    ],
)
def test_markup_leaves_its_text(source: str, expected: str) -> None:
    assert expected == to_unicode(source)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("one -- two---three, 10--20", "one – two—three, 10–20"),
        ("run --verbose or (--quiet)", "run --verbose or (--quiet)"),
        (r"\texttt{--flag}", "--flag"),
        ("a --> b <-- c ---- d", "a --> b <-- c ---- d"),
        ("https://x.org/a--b_c~d", "https://x.org/a--b_c~d"),
        (r"https://x.org/a\_b.", "https://x.org/a_b."),
        ("``one'' and `two'", "“one” and ‘two’"),
        ("``one\" and ''two''", "“one” and “two”"),
        ("`it's mine' isn't `code`", "‘it's mine’ isn't `code`"),
        (r"``na\"ive'' `Poincar\'e'", "“naïve” ‘Poincaré’"),
        ("Table~3 (see~Lemma~2) 5~MB", "Table 3 (see Lemma 2) 5 MB"),
        ("about ~100, 3~5 times, A ~ B", "about ~100, 3~5 times, A ~ B"),
        ("correlated (r~0.5) at x.org/~me", "correlated (r~0.5) at x.org/~me"),
        (r"a\quad b \hspace{1em} c\newline d", "a b c d"),
        (r"a\,b\ c\;d\!e \\ f, \ldots\ g", "a b c de f, … g"),
        ("100% of it, 5 % of that", "100% of it, 5 % of that"),
        ("{B}ayes {BERT} 10{,}000", "Bayes BERT 10,000"),
        ("max{1, 2} in {a, b} sqrt{t} {}", "max{1, 2} in {a, b} sqrt{t} {}"),
        ("R^2 = 0.5, 10^-6, n^2.5, val_loss", "R² = 0.5, 10⁻⁶, n^2.5, val_loss"),
        (r"u_{0:n} p_\theta(x) X_{max} 2^{d/2}", "u_(0:n) p_θ(x) X_max 2^(d/2)"),
        (r"Pass\^{}1 and \~{}", "Pass^1 and ~"),
        (r"\alpha and 4\times, O(n\log n), \mathbb{R}", "α and 4×, O(n log n), ℝ"),
    ],
)
def test_prose_is_typeset(source: str, expected: str) -> None:
    assert expected == to_unicode(source)


@pytest.mark.parametrize(
    "source",
    [
        "costs $5 and $10",
        "from $1.5M to only ~$0.03M",
        "between $500-$780, US$5 vs. US$10",
        "the price ($0.01/case) of one ($/1k calls)",
        "$HOME and $PATH",
        "costs $$ and $$ more",
        "(0%, 50%]$ and more",
        "$",
        "$$",
        "$ $",
    ],
)
def test_a_dollar_that_opens_no_formula_is_a_dollar(source: str) -> None:
    assert source == to_unicode(source)


def test_a_formula_behind_an_amount_is_a_formula() -> None:
    expected = "$29 (for n of N) or ≈800"
    assert expected == to_unicode(r"$29 (for $n$ of $N$) or $\approx$800")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"$O(n^2)$ $x_i$ $10^{-3}$ $2^n$", "O(n²) xᵢ 10⁻³ 2ⁿ"),
        (r"$x^{3/2}$ $x^Q$ $N_{\max}$ $x_{ij}$", "x^(3/2) x^Q N_max xᵢⱼ"),
        (r"$A_{k,2}$ $C^\infty$ $x_{\mathrm{good}}^2$", "A_(k,2) C^∞ x_(good)²"),
        (r"$x^{(i)}$ $d^*$ $90^\circ$ $A^\top$ $f'(x)$", "x⁽ⁱ⁾ d* 90° Aᵀ f′(x)"),
        (r"H$_2$ $e^{-it H}$ $10^-3$ $n^2.5$ $x_train$", "H₂ e⁻ⁱᵗᴴ 10⁻³ n^2.5 x_train"),
        (r"$\mathbb{R}^d$ $\mathbb F_q$ $\mathcal{O}$ $\mathfrak{g}$", "ℝᵈ 𝔽_q 𝒪 𝔤"),
        (r"$\mathcal{ABC}$ $\mathbf{x}$ $\boldsymbol\theta$", "ABC x θ"),
        (r"$\frac{a}{b}$ $\frac12$ $\frac{a+b}{c}$", "a/b 1/2 (a+b)/c"),
        (r"$\frac{1}{2}x$ $2\frac{1}{2}$ $\log\frac{1}{n}$", "(1/2)x 2(1/2) log(1/n)"),
        (r"$\frac{1}{2ab}$ $\frac{\log n}{n^2}$", "1/(2ab) (log n)/n²"),
        (r"$\frac{1}{\sqrt{n}}$ $(\frac{a}{b})^2$ $\frac{a}{b}^2$", "1/√n (a/b)² (a/b)²"),
        (r"$\sqrt{x}$ $\sqrt{x+1}$ $\sqrt[3]{ab}$ $\sqrt2$", "√x √(x+1) ∛(ab) √2"),
        (r"$\hat{x}$ $\tilde O(n)$ $\vec{v}_i$ $\bar\theta$", "x̂ Õ(n) v⃗ᵢ θ̄"),
        (r"$\widehat{AUC}$ It$\hat{\text{o}}$", "hat(AUC) Itô"),
        (r"$\|x\|_2 \leq \left|y\right|$", "‖x‖₂ ≤ |y|"),
        (r"$\left\{ a \right\}$ $\langle u, v \rangle$", "{a} ⟨u, v⟩"),
        (r"$\sum_{i=1}^n x_i$ $\int f$ $\prod_i$", "∑ᵢ₌₁ⁿ xᵢ ∫ f ∏ᵢ"),
        (r"$\arg\min_x f$ $n\log n$ $\log\log n$", "arg minₓ f n log n log log n"),
        (r"$\operatorname{ord}_n(q)$ $1 \pmod 4$", "ordₙ(q) 1 (mod 4)"),
        (r"$\binom{n}{2}$ $\underset{x}{\max}$ $a \overset{d}{=} b$", "(n choose 2) maxₓ a =ᵈ b"),
        (r"$x \not= y \not\in S$", "x ≠ y ∉ S"),
        (r"$1{,}000$ $K{=}5$ $50\%$ $\#P$", "1,000 K=5 50% #P"),
        (r"$x \text{ if } y$ $\text{a--b}$", "x if y a–b"),
        (r"$p<0.05$ $k\le 3$ $a \times b$ $2\times2$", "p<0.05 k ≤ 3 a × b 2×2"),
        (r"$\approx 2.5$ $\sim$6 $\pm 1$", "≈2.5 ∼6 ±1"),
        (r"$\varepsilon n$ $τ= 0.5$ $a != b$", "εn τ = 0.5 a != b"),
        (r"\(x^2\) and \[ a \ge b \] and $$c < 1.$$", "x² and a ≥ b and c < 1."),
        (r"$-$ $x$-axis, 2$\times$$-$3$\times$", "- x-axis, 2×-3×"),
        (r"$\ours{} = \unknown{x^2}$", r"\ours{} = \unknown{x²}"),
    ],
)
def test_formulas_fit_on_a_line(source: str, expected: str) -> None:
    assert expected == to_unicode(source)


@pytest.mark.parametrize(
    "source",
    [
        r"\ours{} and \method beat \unknown{x}",
        r"\begin{itemize} text \end{itemize}",
        r"\rule[0.2em]{1em}{2pt}",
        r"{ open, } closed, \emph{open",
        r"\frac{a} and \href and \cite",
        r"\textcolor{red} and \hat{} and \color",
        r"\vspace and \c{ab} and \'{ab}",
        r"C:\new\data \d+ \w \r and \b",
        "\\",
        r"\( open",
        r"\) \]",
        "```code``` `x` ^ _ ~ ' ''",
    ],
)
def test_what_is_unknown_or_broken_is_unchanged(source: str) -> None:
    assert source == to_unicode(source)


def test_too_deep_a_nest_keeps_its_innermost_source() -> None:
    nest = r"\emph{" * 500 + r"\alpha" + "}" * 500
    assert r"\emph{\alpha}" in to_unicode(nest)
