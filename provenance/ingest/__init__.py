"""Reading: bytes of files, pages, records, archives and addresses become documents; what cannot be read, a `Rejected`."""

from provenance.ingest.options import FetchOptions, Inputs, ReadOptions, Remote
from provenance.ingest.read import STDIN, count_inputs, read_bytes, read_paths

__all__ = ["STDIN", "FetchOptions", "Inputs", "ReadOptions", "Remote", "count_inputs", "read_bytes", "read_paths"]
