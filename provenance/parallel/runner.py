"""What commands use: a batch in as many worker processes as are wanted, or in this process alone."""

from __future__ import annotations

import os
import pickle
import socket
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING

from provenance.parallel.nursery import MOST_WORKERS, Nursery, Slot, packed
from provenance.parallel.pool import Pool
from provenance.parallel.work import Input, Plan, Result, Work, work_of
from provenance.parallel.worker import live, peak_memory
from provenance.records import Rejected

if TYPE_CHECKING:
    from provenance.pipeline import Annotator, Resources

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def all_cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return min(MOST_WORKERS, len(os.sched_getaffinity(0)))
    return min(MOST_WORKERS, os.cpu_count() or 1)


class Runner:
    """Annotates batches. Make it before a database is opened; used as a context, it ends its processes, however it ends."""

    def __init__(self, resources: Resources, jobs: int, timeout: float | None, *, store: bool) -> None:
        """With `jobs` 0, and where processes cannot be forked, this process does all the work, and no fault is survived.

        A single worker is a process too: what kills or holds it up costs one input. `store` says that documents will be made
        ready to be stored.
        """
        self._resources, self._jobs, self._timeout = resources, min(jobs, MOST_WORKERS), timeout
        self._nursery: Nursery | None = None
        self._pool: Pool | None = None
        for name in _THREADS:  # each process has one core; and sums do not depend on how many threads shared them
            os.environ.setdefault(name, "1")
        if self._jobs > 0 and hasattr(os, "fork"):
            if store:
                import provenance.store.packed  # noqa: F401 - once, for all workers
            self._nursery = Nursery(self._begin)

    def __enter__(self) -> Runner:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._pool is not None:
            self._pool.close()
        if self._nursery is not None:
            self._nursery.close()

    def run(self, plan: Plan, annotator: Annotator, inputs: Iterable[Input | Rejected]) -> Iterator[tuple[Input | None, Result]]:
        """All results in the order of the inputs, each with its input; `annotator` is the plan's, for use in this process."""
        if self._nursery is None:
            return self.here(plan, annotator, inputs)
        self._nursery.plan(packed(plan))
        self._pool = Pool(self._nursery, self._jobs, self._timeout)
        return self._pool.run(inputs)

    def here(self, plan: Plan, annotator: Annotator, inputs: Iterable[Input | Rejected]) -> Iterator[tuple[Input | None, Result]]:
        """The same in this process."""
        work = Work(plan, annotator)
        for one in inputs:
            if isinstance(one, Rejected):
                yield None, one
            else:
                yield from ((one, result) for result in work.results(one))

    def peaks(self) -> tuple[int, ...]:
        """Most bytes that this process and each of its workers had in memory at once; shared ones count in each."""
        workers = self._pool.peaks if self._pool is not None else {}
        return peak_memory(), *(workers[place] for place in sorted(workers))

    def _begin(self, sent: bytes) -> Callable[[socket.socket, Slot], None]:
        """In the nursery: what its workers do."""
        plan: Plan = pickle.loads(sent)
        work = work_of(plan, self._resources)
        return lambda end, slot: live(work, end, slot)
