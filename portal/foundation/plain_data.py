"""Frozen dataclasses to plain data (what JSON holds) and back, every type checked on the way back."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")


class NotThatShape(ValueError):
    """The plain data is not what the type asks for."""


def to_plain(value: Any) -> Any:
    """The value as dictionaries, lists, texts, numbers, truths and None."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): to_plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [to_plain(inner) for inner in value]
    return value


def from_plain(kind: type[T], data: Any) -> T:
    """A value of this type; raises NotThatShape for anything else, unknown fields included."""
    return cast(T, _read(kind, data))


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _read(kind: Any, data: Any) -> Any:
    if kind is Any:
        return data
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass(kind, data)
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _one_of(inner, data)
    if origin is tuple:
        return tuple(_read(inner[0], each) for each in _is(list, data))
    if origin is list:
        return [_read(inner[0], each) for each in _is(list, data)]
    if origin in (dict, Mapping):
        return {_is(str, name): _read(inner[1], each) for name, each in _is(dict, data).items()}
    if kind is float and type(data) is int:
        return float(data)
    return _is(kind, data)


def _is(kind: type, data: Any) -> Any:
    if type(data) is not kind:
        raise NotThatShape(f"{type(data).__name__} where {kind.__name__} belongs")
    return data


def _one_of(kinds: tuple[Any, ...], data: Any) -> Any:
    if data is None and type(None) in kinds:
        return None
    for kind in kinds:
        try:
            return _read(kind, data)
        except NotThatShape:
            continue
    raise NotThatShape(f"{type(data).__name__} fits none of the types allowed")


def _dataclass(kind: type, data: Any) -> Any:
    hints, given = _hints(kind), _is(dict, data)
    if unknown := given.keys() - hints.keys():
        raise NotThatShape(f"{kind.__name__} has no {', '.join(sorted(unknown))[:80]}")
    try:
        return kind(**{name: _read(hints[name], value) for name, value in given.items()})
    except TypeError as problem:
        raise NotThatShape(str(problem)) from None
