"""Reading: bytes of files, pages, records and folders become documents; whatever cannot be read becomes a `Rejected`."""

from provenance.ingest.options import ReadOptions
from provenance.ingest.read import STDIN, count_inputs, read_bytes, read_paths

__all__ = ["STDIN", "ReadOptions", "count_inputs", "read_bytes", "read_paths"]
