"""Photographs and papers that people send: recognised, made small, freed of what they betray."""
