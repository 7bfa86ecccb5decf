"""Figures of a commune: who can do what, who needed help, and where people stop. Nobody's name."""
