import subprocess
import sys

import pytest

from provenance.ingest import language
from provenance.ingest.language import language_of

ENGLISH = "The minister said on Monday that the talks in the capital would go on, and that he had not been asked about them."


def test_english_needs_no_model(monkeypatch):
    monkeypatch.setattr(language, "_identifier", lambda: pytest.fail("the model was asked"))
    assert language_of(ENGLISH) == "en"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("de", "Der Minister sagte am Montag, dass die Gespräche weitergehen werden."),
        ("nl", "De minister zei maandag dat de gesprekken worden voortgezet, maar hij was er niet."),
        ("da", "Ministeren sagde mandag, at samtalerne fortsætter, og at han ikke var blevet spurgt om dem."),
        ("fr", "Le ministre a déclaré lundi que les pourparlers se poursuivraient."),
        ("ru", "Министр заявил в понедельник, что переговоры продолжатся."),
        ("uk", "Міністр заявив у понеділок, що переговори триватимуть."),
        ("zh", "部长星期一表示，会谈将继续进行，外交部没有说明原因。"),
        ("ja", "大臣は月曜日に、会談が続くと述べた。"),
    ],
)
def test_other_languages(code, text):
    assert language_of(text) == code


@pytest.mark.parametrize(
    "text", ["", "“‘”’“”" * 30, "12 345 678 " * 30, "Yes.", "...", "Joe Biden Xi Jinping Kyiv", "\ud800" * 40]
)
def test_it_abstains(text):
    assert language_of(text) is None


def test_a_language_that_contradicts_the_script_is_none(monkeypatch):
    class Wrong:
        def classify(self, text):
            return "ko", 0.99

    monkeypatch.setattr(language, "_identifier", Wrong)
    assert language_of("Completely Latin letters without small helpers here") is None


def test_importing_the_reader_loads_no_heavy_library():
    heavy = ("lxml", "trafilatura", "py3langid", "numpy", "bs4")
    code = f"import sys, provenance.ingest; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
