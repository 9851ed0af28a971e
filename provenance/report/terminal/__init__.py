"""Reports as text for a terminal of any width; also readable in a file and a pipe. All texts of strangers pass `clean`."""

from provenance.report.terminal.article import article_lines
from provenance.report.terminal.audit import audit_lines
from provenance.report.terminal.canvas import PLAIN, Canvas, Paint
from provenance.report.terminal.document import document_lines
from provenance.report.terminal.evaluation import evaluation_lines
from provenance.report.terminal.record import record_lines
from provenance.report.terminal.summary import summary_lines
from provenance.report.terminal.table import table_lines

__all__ = [
    "PLAIN",
    "Canvas",
    "Paint",
    "article_lines",
    "audit_lines",
    "document_lines",
    "evaluation_lines",
    "record_lines",
    "summary_lines",
    "table_lines",
]
