"""A citizen doing a procedure: draft, answers, check, hand-in."""
