"""Words: both languages say everything, and nothing that no page asks for."""

import re
from pathlib import Path

import pytest

from helpers import form
from helpers.form.words import words

FOLDER = Path(form.__file__).parent
SOURCES = {
    path.name: path.read_text(encoding="utf-8")
    for path in [*FOLDER.glob("*.py"), *FOLDER.glob("templates/*.html")]
}
COMPOSED = (
    "problem_",
    "public_",
    "operator_text_",
    "status_",
    "fixed_",
    "mod_status_",
    "mod_mark_",
    "audit_",
    "actor_",
)


@pytest.mark.parametrize("name", sorted(words("de")))
def test_a_sentence_has_the_same_blanks_in_both_languages(name):
    blanks = [set(re.findall(r"{(\w+)}", words(spoken)[name])) for spoken in ("de", "en")]
    assert blanks[0] == blanks[1]
    assert words("de")[name].strip()
    assert words("en")[name].strip()


def test_every_sentence_that_a_page_names_is_there():
    for file, text in SOURCES.items():
        if file.endswith(".html"):
            named = re.findall(r"\bw\.(?!get\()(\w+)|\bw\(\"(\w+)\"[,)]|\bw\[\"(\w+)\"\]", text)
            missing = {n for names in named for n in names if n} - set(words("de"))
            assert missing == set(), file


def test_no_sentence_is_left_over():
    everything = "\n".join(SOURCES.values())
    unused = [
        name
        for name in words("de")
        if not re.search(rf"\b{name}\b", everything)
        and not name.startswith((*COMPOSED, "stop_", "city", "district", "postcode"))
    ]
    assert unused == []
