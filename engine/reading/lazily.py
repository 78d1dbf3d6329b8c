"""Work put off until it is asked for: patterns compiled on first use, values of an object worked out on first use."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, cast, overload

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
_TEXTS_KEPT = 4


class once(Generic[T]):  # noqa: N801 - used as a decorator, as `property` is
    """A value of an object, worked out when it is first asked for and kept in its `__dict__`.

    `functools.cached_property` takes a lock for each value up to Python 3.11, which costs more than most values here.
    """

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self._name = make.__name__
        self.__doc__ = make.__doc__

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type) -> T: ...
    def __get__(self, instance: object, owner: type) -> Self | T:
        """The value; from then on found in the object itself."""
        if instance is None:
            return self
        found = instance.__dict__[self._name] = self._make(instance)
        return found


class by_text(Generic[T]):  # noqa: N801 - used as a decorator
    """A function of a whole text, kept for the texts last asked for.

    A text is known again by being the same object: to compare long texts, for each sentence, takes longer than reading.
    """

    def __init__(self, make: Callable[[str], T]) -> None:
        self._make = make
        self._kept: tuple[tuple[str, T], ...] = ()
        self.__doc__ = make.__doc__

    def __call__(self, text: str) -> T:
        """What the function gives for a text."""
        for known, found in self._kept:
            if known is text:
                return found
        found = self._make(text)
        self._kept = ((text, found), *self._kept[: _TEXTS_KEPT - 1])
        return found


def lazily(source: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern as `re.compile` gives it, compiled on first use; what is wrong with its source is told then."""
    return cast("re.Pattern[str]", _Lazily(source, flags))


class _Lazily:
    """Stands in for a pattern; each method that was asked for once is its own from then on."""

    def __init__(self, source: str, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, found)
        return found
