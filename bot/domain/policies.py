"""Policies: how attention becomes a score. They are data; the settings may change every number."""

from dataclasses import dataclass

from bot.domain.balanced import BALANCED, BalancedPolicy
from bot.domain.engagement import Engagement
from bot.domain.scores import Part, Score
from bot.errors import BadArgument

CLASSIC = "classic"


@dataclass(frozen=True, slots=True)
class ClassicPolicy:
    """The old blog's rule: reposts plus likes, and nobody below the threshold."""

    threshold: float = 50
    name: str = CLASSIC

    def score(self, engagement: Engagement) -> Score:
        """Add reposts and likes."""
        return Score(
            total=engagement.reposts + engagement.likes,
            parts=(Part("reposts", engagement.reposts), Part("likes", engagement.likes)),
        )


Policy = ClassicPolicy | BalancedPolicy


@dataclass(frozen=True, slots=True)
class Policies:
    """The policies that there are, with the numbers that the settings give them."""

    classic: ClassicPolicy
    balanced: BalancedPolicy

    def named(self, name: str) -> Policy:
        """Give a policy by its name.

        Raises BadArgument when there is none.
        """
        policies: dict[str, Policy] = {CLASSIC: self.classic, BALANCED: self.balanced}
        if name not in policies:
            raise BadArgument(
                "No policy “{name}”. There are {policies}.",
                name=name,
                policies=", ".join(policies),
            )
        return policies[name]
