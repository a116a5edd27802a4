"""What tests remember of addresses (tests/addresses.py) is what werkzeug makes of them."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter

from tests.addresses import make_builder, remembered


def a_value(converter: BaseConverter) -> object:
    """Something that this converter takes, with letters that an address must quote where it may."""
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 7 if isinstance(converter, IntegerConverter) else "K7 MT/2?"


def test_an_address_is_built_as_werkzeug_builds_it(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        values = {name: a_value(converter) for name, converter in rule._converters.items()}
        for append_unknown, more in ((False, {}), (True, {"page": "2", "q": "a b"})):
            own = make_builder(rule, append_unknown).__get__(rule, None)
            ours = remembered(rule, append_unknown).__get__(rule, None)
            assert ours(**values, **more) == own(**values, **more), rule.rule
