"""Characters that a server cuts in half."""

from parley_agent_runner.cleaning import Joiner


def test_a_character_that_is_cut_in_half_between_two_chunks_comes_whole() -> None:
    joiner = Joiner()
    told = [joiner.join("text", each) for each in ("Hi \ud83d", "", "\ude00!", "\ude00", "\ud83d?")]

    assert joiner.join("reasoning", "a\ud83d") == "a"
    assert told == [
        "Hi ",
        "",
        "\N{GRINNING FACE}!",
        "\N{REPLACEMENT CHARACTER}",
        "\N{REPLACEMENT CHARACTER}?",
    ]
