"""Of which strangers is told: each now and then, and never too many at once."""

from parley_telegram.notices import ANY, EACH, Notices


def test_each_stranger_is_told_once_an_hour() -> None:
    notices = Notices()

    told = [notices.note("666", at) for at in (0.0, ANY, EACH - 1.0, EACH)]

    assert told == [0, None, None, 2]


def test_many_strangers_at_once_are_told_one_after_the_other_with_how_many_were_not() -> None:
    notices = Notices()

    flood = [notices.note(str(number), number / 100) for number in range(1_000)]
    after = notices.note("another", 10.0 + ANY)

    assert [at for at, told in enumerate(flood) if told is not None] == [0, 500]
    assert flood[500] == 499
    assert after == 499
