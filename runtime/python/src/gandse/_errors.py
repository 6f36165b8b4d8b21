"""What is raised, and which sentence it has."""

import difflib
from collections.abc import Iterable


class GandseError(ValueError):
    """What is wrong, as a sentence."""


class BadInput(GandseError):
    """The question is wrong: a value out of range, something missing, or too much of it."""


class UnknownName(BadInput):
    """There is nothing of this name; the sentence has the names that are close, or all of them."""

    def __init__(self, what: str, name: object, known: Iterable[str]):
        names = list(known)
        close = difflib.get_close_matches(str(name), names)
        hint = f"did you mean {' or '.join(close)}?" if close else f"there are {', '.join(names) or 'none'}"
        super().__init__(f"unknown {what} {name!r}; {hint}")


class NotPossible(GandseError):
    """The question is understood, and nothing can meet it: pins or a configuration that break a rule of the template,
    too large a layer, limits that no bitstream keeps, a layer that none runs."""
