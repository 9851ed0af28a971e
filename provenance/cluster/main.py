"""The command line as a file that spark-submit can be given: `spark-submit … main.py cluster annotate …`."""

from __future__ import annotations

if __name__ == "__main__":
    from provenance.cli.main import run

    run()
