"""How an answer came about is shown in the language of the page; quoted words stay as they are."""

from dataclasses import replace

from assistant import Claim, Cost, Excerpt, Removed, Trace
from ui.texts import Texts
from ui.trace_view import shown_trace

TRACE = Trace(
    model="openai:a",
    question="Regnet es?",
    timings_ms={
        "rewrite": 1.0,
        "retrieve": 2.0,
        "generate": 1500.0,
        "verify": 4.0,
        "total": 1507.0,
    },
    prompt=(("system", "Frag."), ("human", "Los.")),
    excerpts=(Excerpt("c", "a", "a.txt", 1000, 1011, "Es regnete.", score=0.5, number=1),),
    raw="Er sagte.",
    claims=(
        Claim("Es regnete.", (1,), True, 0.9, "", "supported", ""),
        Claim("Es goss.", (1,), False, 0.25, "", "unconfirmed", ""),
    ),
    removed=(Removed("Es schneite.", "no excerpt mentions this"),),
    declined=("Mehr nicht.",),
    usage={"input_tokens": 1000, "output_tokens": 5},
    cost=Cost(0.004, "2030-01-02"),
)


def test_a_trace_is_shown_in_german():
    assert list(shown_trace(TRACE, Texts("de"))) == [
        "Modell: openai:a",
        "Suchfrage: Regnet es?",
        "Schritte: Umformulieren 1 ms, Suche 2 ms, Schreiben 1.500 ms, Prüfung 4 ms, insgesamt"
        " 1.507 ms",
        "Tokens: 1.000 gelesen, 5 geschrieben.",
        "Kosten nach den Listenpreisen vom 2. Januar 2030: 0,0040 US-Dollar.",
        "Auszug 1: Wert 0,500, a.txt, Zeichen 1.000 bis 1.011",
        "Prompt, Anweisungen:",
        "    Frag.",
        "Prompt, Frage und Auszüge:",
        "    Los.",
        "Rohausgabe des Modells:",
        "    Er sagte.",
        "Bestätigter Satz (0,90): Es regnete.",
        "Unbestätigter Satz (0,25): Es goss.",
        "Entfernter Satz (davon ist in keinem Auszug die Rede): Es schneite.",
        "Keine Aussage: Mehr nicht.",
    ]


def test_a_trace_in_french_has_no_english_word():
    english, french = (list(shown_trace(TRACE, Texts(language))) for language in ("en", "fr"))
    quoted = {"    Frag.", "    Los.", "    Er sagte."}
    assert len(english) == len(french)
    assert set(english) & set(french) == quoted


def test_a_price_that_is_not_known_is_said():
    assert "Ein Preis ist nicht bekannt." in shown_trace(replace(TRACE, cost=None), Texts("de"))
