"""Annotator: highlight entities, quotes and claims in news articles."""

__version__ = "0.4.0"
