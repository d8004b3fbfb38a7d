"""The sample day, for those who have no papers yet."""

from adapters.sources.sample import sample_day
from bot.domain.policies import ClassicPolicy
from bot.domain.ranking import Evidence, Ranking, rank
from bot.domain.topics import Topic
from bot.settings import Settings


def what_the_sample_is(settings: Settings) -> str:
    """Say in a line why the sample is shown, and what to do for the real thing."""
    if settings.destinations:
        return "No papers are known yet, so this is the sample day that comes with the bot."
    return (
        "This is the sample day that comes with the bot. To post for real, put TELEGRAM_TOKEN and"
        " TELEGRAM_CHANNELS, or DISCORD_TOKEN and DISCORD_CHANNELS, into .env (see .env.example)."
    )


def sample_ranking(settings: Settings, topic: Topic) -> Ranking:
    """Rank the sample day by the old blog's rule."""
    sample = sample_day()
    evidence = Evidence(
        day=sample.head.day,
        listings=[listing for listing in sample.listings if topic.matches(listing.paper)],
        snapshots=sample.snapshots,
        mentions=sample.mentions,
    )
    policy = ClassicPolicy(threshold=settings.min_score)
    return rank(evidence, policy, as_of=sample.head.counted_at)
