"""Hostile inputs: laws that hold for any bytes, cells or queries, and a corpus of small nasty inputs. See docs/hostile.md."""

import os

MORE = max(1, int(os.environ.get("PROVENANCE_FUZZ") or 1))
"""How many times the usual number of examples is tried: PROVENANCE_FUZZ=20 for a night."""
