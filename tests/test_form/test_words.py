"""Words: both languages say everything, and nothing that no page asks for."""

import re
from pathlib import Path

import pytest

from helpers import form, settings, wording
from helpers.form.words import sentences

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


@pytest.mark.parametrize("name", sorted(sentences("de")))
def test_a_sentence_has_the_same_blanks_in_both_languages(name):
    of_campaign = set(wording.forms(settings.load("."), "de"))  # each language has its own forms
    blanks = [set(re.findall(r"{(\w+)}", sentences(spoken)[name])) for spoken in ("de", "en")]
    assert blanks[0] - of_campaign == blanks[1] - of_campaign
    assert sentences("de")[name].strip()
    assert sentences("en")[name].strip()


def test_every_sentence_that_a_page_names_is_there():
    for file, text in SOURCES.items():
        if file.endswith(".html"):
            named = re.findall(r"\bw\.(?!get\()(\w+)|\bw\(\"(\w+)\"[,)]|\bw\[\"(\w+)\"\]", text)
            missing = {n for names in named for n in names if n} - set(sentences("de"))
            assert missing == set(), file


def test_no_sentence_is_left_over():
    everything = "\n".join(SOURCES.values())
    unused = [
        name
        for name in sentences("de")
        if not re.search(rf"\b{name}\b", everything)
        and not name.startswith((*COMPOSED, "stop_", "city", "district", "postcode"))
    ]
    assert unused == []
