"""Every mistake that the engine can name has words."""

import inspect
import re
from string import Formatter

import pytest

from kiosk.content.plain import of_expression
from kiosk.content.words import EXPRESSIONS
from kiosk.engine import expr, tokens
from kiosk.engine.expr import ExprError, parse
from tests.engine.test_expr import WRONG


def test_every_mistake_in_an_expression_has_words_and_no_other() -> None:
    sources = "".join(inspect.getsource(module) for module in (expr, tokens))
    assert set(re.findall(r'"(expr\.\w+)"', sources)) == set(EXPRESSIONS)


@pytest.mark.parametrize("source", WRONG)
def test_the_words_of_a_mistake_have_all_that_they_name(source: str) -> None:
    with pytest.raises(ExprError) as told:
        parse(source)
    wanted = {name for _, name, _, _ in Formatter().parse(EXPRESSIONS[told.value.id]) if name}
    assert wanted <= set(told.value.params)
    assert of_expression(told.value).said().endswith(f"(ký tự thứ {told.value.column})")
