"""What checking one stored document against its source came to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from provenance.anchors.changes import ClaimChange
from provenance.anchors.marks import Mark
from provenance.anchors.reanchor import Anchored
from provenance.records import RejectReason

CheckStatus = Literal["unchanged", "changed", "gone", "unreadable", "not_looked_at"]


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome for one document.

    `reason` is why it is gone or could not be read, `detail` the same, or what changed, in one sentence. `sha256` and
    `text_sha256` are those of now, None where nothing was read. Of a changed document `anchors` has every mark with what became
    of it, and `changes` every claim.
    """

    key: int
    id: str
    locator: str
    status: CheckStatus
    detail: str = ""
    reason: RejectReason | None = None
    sha256: str | None = None
    text_sha256: str | None = None
    anchors: tuple[tuple[Mark, Anchored], ...] = ()
    changes: tuple[ClaimChange, ...] = ()

    def anchored(self, status: str) -> int:
        """How many marks are exact, moved or orphan."""
        return sum(one.status == status for _, one in self.anchors)

    def claims(self, kind: str) -> int:
        """How many claims were kept, altered, gone or are new."""
        return sum(one.kind == kind for one in self.changes)

    @property
    def is_well(self) -> bool:
        """Whether all that is stored still stands in the source, or nobody looked."""
        return self.status in ("unchanged", "not_looked_at") or (self.status == "changed" and not self.anchored("orphan"))
