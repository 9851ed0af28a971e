"""Batches on many cores: worker processes read and annotate, results come back in the order of the inputs.

`runner.Runner` is what commands use. A `Nursery` is a process that was forked before there were threads, networks or connections;
it forks the workers, and new ones for those that die. A `Pool` hands out the work.
"""

from __future__ import annotations
