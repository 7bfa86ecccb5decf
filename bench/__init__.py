"""Measures what the budgets promise. `python -m bench`; docs/benchmarks.md says how."""
