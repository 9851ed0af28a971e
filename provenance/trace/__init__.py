"""Tracing: publisher, document-level upstreams, the holders of statements, and their chains."""

from provenance.trace.trace import Traced, trace

__all__ = ["Traced", "trace"]
