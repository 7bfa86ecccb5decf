"""Any tree, any answers: both engines evaluate them alike."""

from typing import Any

from hypothesis import given, settings

from kiosk.cli.twin import Twin
from kiosk.engine.evaluate import evaluate
from kiosk.engine.expr import Tree
from tests.engine.test_evaluate import ENVS, TREES
from tests.twin.shared import told


@settings(max_examples=500, deadline=None)
@given(TREES, ENVS)
def test_any_tree_has_the_same_value(node: Twin, tree: Tree, env: dict[str, Any]) -> None:
    theirs = node.ask({"do": "evaluate", "tree": tree, "env": env})
    assert told(theirs) == told(evaluate(tree, env))
