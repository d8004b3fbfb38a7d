from bot.domain.taxonomy import ALIASES, CATEGORY_NAMES
from bot.domain.topic_categories import pattern
from bot.domain.topic_tree import ROOTS, branch, within


def test_every_category_stands_in_the_tree_once() -> None:
    leaves = [leaf.pattern for root in ROOTS for leaf in within(root.pattern) or (root,)]
    assert sorted(set(CATEGORY_NAMES) - set(ALIASES)) == sorted(leaves)


def test_the_root_fits_a_menu() -> None:
    assert len(ROOTS) <= 25


def test_branches_are_named_as_topics_are() -> None:
    for root in ROOTS:
        assert root.pattern == pattern(root.pattern)
        for leaf in within(root.pattern):
            assert leaf.pattern == pattern(leaf.pattern)
            assert root.pattern == leaf.archive


def test_every_pattern_of_the_grammar_has_a_branch() -> None:
    for category in CATEGORY_NAMES:
        assert branch(pattern(category)).name
    assert branch("cs.*").archive is None
    assert branch("hep-th").archive is None
