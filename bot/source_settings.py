"""Settings of the sources: where they stand, the keys to some of them, and what they are worth."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, NonNegativeFloat, SecretStr
from pydantic_settings import BaseSettings, NoDecode

from bot.domain.balanced import BalancedPolicy
from bot.domain.counting import RULES
from bot.domain.taxonomy import ARCHIVES, SUBSUMED


def comma_separated(value: object) -> object:
    """Read a text with commas as several texts, and leave anything else alone."""
    if isinstance(value, str):
        return tuple(filter(None, (part.strip() for part in value.split(","))))
    return value


def http_url(value: str) -> str:
    """Check the address of a server, and take the slash off its end.

    Raises ValueError.
    """
    return _url(value, ("https", "http"))


def _stream_url(value: str) -> str:
    return _url(value, ("wss", "ws", "https", "http"))


def _url(value: str, schemes: tuple[str, ...]) -> str:
    address = urlsplit(value)
    if address.scheme not in schemes or not address.netloc:
        raise ValueError(f"“{value}” is no address. It begins with {schemes[0]}://.")
    return value.rstrip("/")


def _http_urls(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(http_url, values))


def _archives(names: tuple[str, ...]) -> tuple[str, ...]:
    open_archives = ARCHIVES - SUBSUMED.keys()
    for name in names:
        if name not in open_archives:
            known = ", ".join(sorted(open_archives))
            raise ValueError(f"arXiv has no archive “{name}”. It has {known}.")
    return names


def _weights(value: object) -> object:
    if not isinstance(value, str):
        return value
    weights: dict[str, str] = {}
    for part in value.split(","):
        name, _, weight = part.partition(":")
        if name.strip() not in RULES or not weight.strip():
            known = ", ".join(RULES)
            raise ValueError(f"“{part}” is no weight. Write huggingface:1.0; there are {known}.")
        weights[name.strip()] = weight.strip()
    return weights


Url = Annotated[str, AfterValidator(http_url)]
Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(comma_separated)]


class SourceSettings(BaseSettings):
    """What an operator may change about the sources; every key is optional."""

    contact: str = Field(
        default="",
        description="Your address or page, told to every source so that they can reach you.",
    )
    arxiv_archives: Annotated[Names, AfterValidator(_archives)] = Field(
        default=("cs", "stat", "eess"), description="The archives whose mailings are read."
    )
    arxiv_url: Url = Field(
        default="https://arxiv.org", description="arXiv's listings; a mirror, or for tests."
    )
    arxiv_api_url: Url = Field(
        default="https://export.arxiv.org", description="arXiv's API, for missing abstracts."
    )
    arxiv_rss_url: Url = Field(
        default="https://rss.arxiv.org", description="arXiv's feeds, where the listings fail."
    )
    arxiv_oai_url: Url = Field(
        default="https://oaipmh.arxiv.org", description="arXiv's OAI-PMH, for backfill."
    )
    huggingface_url: Url = Field(
        default="https://huggingface.co", description="Hugging Face, for its Daily Papers."
    )
    hf_token: SecretStr | None = Field(
        default=None, description="A token of Hugging Face, which allows more calls."
    )
    hackernews_url: Url | None = Field(
        default=None, description="Hacker News' search and items; empty is its own servers."
    )
    lobsters_url: Url = Field(default="https://lobste.rs", description="Lobsters.")
    bluesky_url: Url | None = Field(
        default=None, description="Bluesky's counters and log-in; empty is its own servers."
    )
    bluesky_jetstream_url: Annotated[str, AfterValidator(_stream_url)] | None = Field(
        default=None, description="Bluesky's stream of posts; empty is its own server."
    )
    bluesky_handle: str = Field(
        default="", description="Your account, to search Bluesky instead of reading its stream."
    )
    bluesky_app_password: SecretStr | None = Field(
        default=None, description="An app password of that account."
    )
    x_bearer_token: SecretStr | None = Field(
        default=None, description="A token of X, which charges for every post that is read."
    )
    x_monthly_budget_usd: Annotated[Decimal, Field(ge=0)] = Field(
        default=Decimal(0), description="The most that X may cost a month, in US dollars."
    )
    x_api_url: Url = Field(default="https://api.x.com", description="X's API.")
    reddit_client_id: str = Field(
        default="", description="An OAuth client of Reddit, from before November 2025."
    )
    reddit_client_secret: SecretStr | None = Field(
        default=None, description="That client's secret."
    )
    reddit_url: Url | None = Field(
        default=None, description="Reddit's API and log-in; empty is its own servers."
    )
    mastodon_urls: Annotated[Names, AfterValidator(_http_urls)] = Field(
        default=(), description="Instances whose hashtags are read, such as https://sigmoid.social."
    )
    min_balanced_score: NonNegativeFloat = Field(
        default=60, description="Papers with a lower balanced score are not hot."
    )
    weights: Annotated[Mapping[str, NonNegativeFloat], NoDecode, BeforeValidator(_weights)] = Field(
        default_factory=dict,
        description="What networks are worth, where you think otherwise: hackernews:0.5,x:1.2.",
    )
    clip: Annotated[float, Field(gt=0)] = Field(
        default=1.2, description="How far beyond very hot a network may still count."
    )
    agreement: NonNegativeFloat = Field(
        default=0.15, description="What each network beyond the first adds."
    )

    @property
    def balanced(self) -> BalancedPolicy:
        """The balanced policy with the operator's numbers."""
        rules = {
            name: replace(rule, weight=self.weights.get(name, rule.weight))
            for name, rule in RULES.items()
        }
        return BalancedPolicy(
            rules=rules,
            threshold=self.min_balanced_score,
            clip=self.clip,
            agreement=self.agreement,
        )
