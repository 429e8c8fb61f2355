"""The words of the subject: each form as a German or English sentence needs it."""

import pytest

from helpers import settings, wording

BASE = settings.load(".")


def spoken(operator_article: str = "", **words: object) -> dict[str, str]:
    whom = {"name": "Hochbahn", "article": operator_article}
    operator = BASE.operator.model_copy(update=whom)
    german = BASE.words.de.model_copy(update=words)
    changed = {"operator": operator, "words": BASE.words.model_copy(update={"de": german})}
    return wording.forms(BASE.model_copy(update=changed), "de")


@pytest.mark.parametrize(
    ("article", "said"),
    [
        ("", ("Hochbahn", "an Hochbahn", "bei Hochbahn", "von Hochbahn")),
        ("die", ("die Hochbahn", "an die Hochbahn", "bei der Hochbahn", "von der Hochbahn")),
        ("das", ("das Hochbahn", "an das Hochbahn", "beim Hochbahn", "vom Hochbahn")),
        ("der", ("der Hochbahn", "an den Hochbahn", "beim Hochbahn", "vom Hochbahn")),
        ("plural", ("die Hochbahn", "an die Hochbahn", "bei den Hochbahn", "von den Hochbahn")),
    ],
)
def test_an_operator_has_its_article_and_case(article, said):
    forms = spoken(article)
    names = ("operator", "to_operator", "at_operator", "from_operator")
    assert tuple(forms[name] for name in names) == said


def test_a_name_that_changes_itself_is_given():
    whom = BASE.operator.model_copy(
        update={"name": "Deutsche Bahn", "article": "die", "dative": "der Deutschen Bahn"}
    )
    forms = wording.forms(BASE.model_copy(update={"operator": whom}), "de")
    assert forms["at_operator"] == "bei der Deutschen Bahn"
    assert forms["to_operator"] == "an die Deutsche Bahn"


def test_without_words_pages_speak_of_problems():
    plain = BASE.model_copy(update={"words": settings.sections.Words()})
    assert wording.forms(plain, "de")["subject"] == "Probleme bei O2"
    assert wording.forms(plain, "en")["a_fault"] == "a problem"
    assert "Kund" not in wording.fill("<share_of_affected>", plain, "de")


def test_a_fault_has_the_article_of_its_gender():
    assert spoken(fault="Ausfall", article="der")["a_fault"] == "einen Ausfall"
    assert spoken(fault="Störung", article="die")["a_fault"] == "eine Störung"


def test_no_sentence_of_the_evaluation_names_a_form_that_there_is_not():
    from helpers.evaluate import caveats, detail_sentences, sentences

    def texts(value):
        if isinstance(value, str):
            yield value
        for part in value.values() if isinstance(value, dict) else ():
            yield from texts(part)

    stores = [vars(module) for module in (sentences, detail_sentences)]
    for store in stores:
        for name, value in store.items():
            if name.isupper():
                for language in ("de", "en"):
                    for text in texts(value[language]):
                        assert "<" not in wording.fill(text, BASE, language)
    for de, en in caveats.CAVEATS.values():
        assert "<" not in wording.fill(de, BASE, "de") + wording.fill(en, BASE, "en")
