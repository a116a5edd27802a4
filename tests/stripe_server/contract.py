"""The request and response contract of Stripe's API, read from the installed SDK's generated types."""

from __future__ import annotations

import importlib
import re
import types
import typing
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

import stripe
from stripe._request_options import RequestOptions
from typing_extensions import get_type_hints, is_typeddict

NOT_A_PARAMETER = frozenset(RequestOptions.__annotations__)
"""What the SDK takes beside the parameters and never sends in the body."""
_WRAPPERS = ("NotRequired", "Required", "ReadOnly")


class Refused(Exception):
    """A request that Stripe would refuse, as its error object says it."""

    def __init__(
        self, message: str, *, param: str = "", code: str = "", status: int = 400, kind: str = "invalid_request_error"
    ) -> None:
        super().__init__(message)
        self.status = status
        self.error = {"type": kind, "message": message} | ({"param": param} if param else {})
        self.error |= {"code": code} if code else {}


def decode(raw: str) -> dict[str, Any]:
    """Stripe's form encoding, `line_items[0][price_data][currency]=gbp`, as nested mappings of text."""
    root: dict[str, Any] = {}
    for name, value in parse_qsl(raw, keep_blank_values=True):
        keys = [name.split("[")[0], *re.findall(r"\[([^\]]*)\]", name)]
        inner = root
        for key in keys[:-1]:
            inner = inner.setdefault(key or str(len(inner)), {})
            if not isinstance(inner, dict):
                raise Refused(f"Invalid hash: {name}", param=name)
        inner[keys[-1] or str(len(inner))] = value
    return root


def params(name: str) -> Any:
    """The TypedDict of a call's parameters: "checkout.SessionCreateParams"."""
    module, _, kind = name.rpartition(".")
    return getattr(importlib.import_module(".".join(filter(None, ("stripe.params", module)))), kind)


def check(kind: Any, value: Any, path: str = "") -> Any:
    """The value in the types that the contract names; raises Refused as Stripe words it."""
    kind = _bare(kind)
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if kind is Any:
        return value
    if is_typeddict(kind):
        return _check_fields(kind, value, path)
    if origin in (typing.Union, types.UnionType):
        return _check_any(arguments, value, path)
    if origin is typing.Literal:
        return _check_choice(arguments, value, path)
    if origin is list:
        return _check_list(arguments[0], value, path)
    if origin is dict or getattr(origin, "__name__", "") == "UntypedStripeObject":
        if not isinstance(value, Mapping):
            raise Refused("Invalid hash", param=path)
        return {key: check(arguments[-1], each, f"{path}[{key}]") for key, each in value.items()}
    return _check_plain(kind, value, path)


def _check_fields(kind: Any, value: Any, path: str) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise Refused("Invalid object", param=path)
    known = hints(kind)
    read = {}
    for name, each in value.items():
        here = f"{path}[{name}]" if path else name
        if name not in known or (not path and name in NOT_A_PARAMETER):
            raise Refused(f"Received unknown parameter: {here}", param=here, code="parameter_unknown")
        read[name] = check(known[name], each, here)
    for name in sorted(kind.__required_keys__):
        here = f"{path}[{name}]" if path else name
        if name not in value:
            raise Refused(f"Missing required param: {here}.", param=here, code="parameter_missing")
    return read


def _check_any(kinds: tuple[Any, ...], value: Any, path: str) -> Any:
    choices = [each for kind in kinds if typing.get_origin(kind) is typing.Literal for each in typing.get_args(kind)]
    if isinstance(value, str) and any(choices):
        if value in choices:
            return value
        # The SDK writes `Literal[…] | str` for an enum that may grow; this version of the API knows no more of it.
        kinds = tuple(each for each in kinds if each is not str and typing.get_origin(each) is not typing.Literal)
        if not kinds:
            raise Refused(f"Invalid {path}: must be one of {', '.join(map(str, choices))}", param=path)
    problem: Refused | None = None
    for kind in kinds:
        try:
            return check(kind, value, path)
        except Refused as refused:
            problem = problem or refused
    raise problem or Refused(f"Invalid {path}", param=path)


def _check_choice(choices: tuple[Any, ...], value: Any, path: str) -> Any:
    if value in choices:
        return value
    raise Refused(f"Invalid {path}: must be one of {', '.join(map(str, choices))}", param=path)


def _check_list(kind: Any, value: Any, path: str) -> list[Any]:
    if not isinstance(value, Mapping) or not all(key.isdigit() for key in value):
        raise Refused("Invalid array", param=path)
    ordered = [value[key] for key in sorted(value, key=int)]
    return [check(kind, each, f"{path}[{number}]") for number, each in enumerate(ordered)]


def _check_plain(kind: Any, value: Any, path: str) -> Any:
    if not isinstance(value, str):
        raise Refused("Invalid string", param=path)
    if kind is bool:
        if value not in ("true", "false"):
            raise Refused(f"Invalid boolean: {value}", param=path)
        return value == "true"
    if kind is int:
        if not re.fullmatch(r"-?\d{1,18}", value):
            raise Refused(f"Invalid integer: {value}", param=path, code="parameter_invalid_integer")
        return int(value)
    return value


class _Names(dict[str, Any]):
    """Names that the SDK's modules import for type checkers only."""

    def __missing__(self, name: str) -> Any:
        if not hasattr(stripe, name):
            raise KeyError(name)
        return getattr(stripe, name)


@cache
def hints(kind: Any) -> dict[str, Any]:
    """The resolved annotations of one of the SDK's types; what lies outside the stable API is Any."""
    names = _Names({name: value for name, value in vars(typing).items() if name[:1].isupper()})
    while True:
        try:
            return get_type_hints(kind, localns=names, include_extras=True)
        except NameError as unknown:
            names[unknown.name] = Any


def fields(kind: type[stripe.StripeObject]) -> frozenset[str]:
    """The names that an object of this kind may have."""
    return frozenset(name for name in hints(kind) if not name.startswith("_") and not name.isupper())


def blank(kind: type[stripe.StripeObject], depth: int = 0) -> dict[str, Any]:
    """An object of this kind with everything that is always there, null where it may be null."""
    names = sorted(fields(kind) - {name for name, each in hints(kind).items() if "NotRequired" in str(each)[:40]})
    return {name: _default(hints(kind)[name], depth) for name in names}


def _default(kind: Any, depth: int) -> Any:
    kind = _bare(kind)
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    named = getattr(origin or kind, "__name__", "")
    if origin in (typing.Union, types.UnionType):
        return None if type(None) in arguments else _default(arguments[0], depth)
    if origin is typing.Literal:
        return arguments[0]
    if named == "ListObject":
        return {"object": "list", "data": [], "has_more": False, "url": ""}
    simple = {bool: False, int: 0, str: "", list: [], dict: {}}
    if (origin or kind) in simple:
        return simple[origin or kind]
    if "UntypedStripeObject" in named:
        return {}
    if isinstance(kind, type) and issubclass(kind, stripe.StripeObject) and depth < 4:
        return blank(kind, depth + 1)
    return None


def _bare(kind: Any) -> Any:
    while getattr(typing.get_origin(kind), "__name__", str(typing.get_origin(kind)).rpartition(".")[2]) in _WRAPPERS:
        kind = typing.get_args(kind)[0]
    return kind
