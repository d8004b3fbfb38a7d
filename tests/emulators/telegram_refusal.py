"""How the emulated Telegram says no."""

QUERY_TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


class Refusal(Exception):
    """An answer that is an error."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.parameters = parameters
