"""The second template engine: it escapes, and refuses names that nobody gave."""

import pytest
from django.template import engines
from jinja2 import UndefinedError


def test_the_second_engine_escapes() -> None:
    template = engines["jinja2"].from_string('<a href="{{ url }}">{{ text }} {{ many|articles }}</a>')
    drawn = template.render({"url": '"&', "text": "<b>", "many": 2})
    assert drawn == '<a href="&#34;&amp;">&lt;b&gt; 2 כתבות</a>'


def test_a_name_that_nobody_gave_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        engines["jinja2"].from_string("{{ nobody }}").render({})
