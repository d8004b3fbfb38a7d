"""The colour at the edge of a message: one for each archive, quiet enough for every morning."""

_COLOURS = {
    "cs": 0x5B7DB1,
    "stat": 0x6A9C89,
    "eess": 0x8A7FB8,
    "math": 0xB08968,
    "math-ph": 0xB08968,
    "physics": 0xA5646E,
    "astro-ph": 0x4F5D75,
    "cond-mat": 0x7D8F69,
    "gr-qc": 0x4F5D75,
    "hep-ex": 0xB5838D,
    "hep-lat": 0xB5838D,
    "hep-ph": 0xB5838D,
    "hep-th": 0xB5838D,
    "nlin": 0xA5646E,
    "nucl-ex": 0xB5838D,
    "nucl-th": 0xB5838D,
    "quant-ph": 0x6D6875,
    "q-bio": 0x7FA99B,
    "q-fin": 0xC2A878,
    "econ": 0xC2A878,
}
_OTHER = 0x8D99AE


def accent(archive: str | None) -> int | None:
    """Give an archive's colour as 0xRRGGBB; None where there is no archive."""
    return None if archive is None else _COLOURS.get(archive, _OTHER)
