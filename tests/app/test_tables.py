"""Tables as shells write them."""

from rulesengine.app.render import width
from rulesengine.app.tables import Column, table


def test_columns_stay_in_line_where_chinese_stands_in_them() -> None:
    """Every line of a table is equally wide, counting a wide character as two columns."""
    drawn = table(
        [Column("户", number=False), Column("points")],
        [["张三丰", "1"], ["Li", "22.5"]],
        ["合计", "23.5"],
    )

    assert 1 == len({width(line) for line in drawn.splitlines()})
    assert ["户", "points"] == drawn.splitlines()[0].split()
    assert ["合计", "23.5"] == drawn.splitlines()[-1].split()


def test_brackets_and_control_characters_are_shown_as_they_are() -> None:
    """A name is no markup and moves no cursor."""
    drawn = table([Column("户", number=False)], [["[red]张三[/red]"], ["李\x1b[2J四"]])

    assert "[red]张三[/red]" in drawn
    assert "李\\x1b[2J四" in drawn
