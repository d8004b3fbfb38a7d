import pytest

from bot.domain.languages import LANGUAGES, spoken


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [
        (("pt-BR",), "pt"),
        (("zh-hans",), "zh"),
        (("zh_TW", "de"), "zh"),
        (("EN-us",), "en"),
        (("nl", "fr"), "fr"),
        ((None, "", "xx"), "en"),
        ((), "en"),
    ],
)
def test_the_first_wish_that_is_spoken_is_heard(
    wishes: tuple[str | None, ...], expected: str
) -> None:
    assert expected == spoken(*wishes)


def test_every_language_is_spoken() -> None:
    assert list(LANGUAGES) == [spoken(code) for code in LANGUAGES]
