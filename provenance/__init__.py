"""Tells where a news claim really comes from, who vouches for it and how firmly."""

__version__ = "0.1.0"
