"""Long texts cut short for a place that holds only so many letters."""

# What no text ends with before "…".
LOOSE = " \n,;:.–-"


def shortened(text, letters):
    """Return the text, or its first words with … behind them, at most so many letters in all: a word cut in two reads
    as another word. One that is longer than half of them, an address of a page, is cut all the same."""
    if len(text) <= letters:
        return text
    room = text[:letters]
    place = max(room.rfind(blank) for blank in " \n")
    return f"{(room[:place] if place > letters // 2 else room[:-1]).rstrip(LOOSE)}…"
