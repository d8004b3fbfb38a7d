import pytest

from tests.emulators.telegram_spec import (
    COMMITTED,
    SPECIFICATION,
    Fields,
    faults,
    specification,
)

needs_specification = pytest.mark.skipif(
    not SPECIFICATION.exists(), reason="the Bot API's specification is not beside the project"
)


def parts(fields: Fields, whole: Fields) -> bool:
    return all(
        set(field.types) <= set(whole[name].types) and field.is_required == whole[name].is_required
        for name, field in fields.items()
    )


@needs_specification
@pytest.mark.parametrize("method", COMMITTED.methods)
def test_the_committed_table_says_what_the_specification_says(method: str) -> None:
    whole = specification().methods[method]
    assert parts(COMMITTED.methods[method], whole)
    required = {name for name, field in whole.items() if field.is_required}
    assert required <= set(COMMITTED.methods[method])


@needs_specification
@pytest.mark.parametrize("kind", COMMITTED.objects)
def test_the_committed_objects_are_those_of_the_specification(kind: str) -> None:
    assert parts(COMMITTED.objects[kind], specification().objects[kind])


def test_a_call_is_checked_down_to_its_buttons() -> None:
    call = {
        "text": 5,
        "colour": "red",
        "reply_markup": {"inline_keyboard": [[{"url": "https://x.y"}]]},
    }
    assert [
        "chat_id is missing",
        "text is no String",
        "colour is unknown",
        "reply_markup is no InlineKeyboardMarkup",
    ] == faults("sendMessage", call, COMMITTED)
