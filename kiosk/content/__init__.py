"""Flows and reference data: from files that people edit to the shapes and packs that run."""
