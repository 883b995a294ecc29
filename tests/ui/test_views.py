"""What the components are told: nothing is lost, nothing foreign is trusted."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assistant.article import Article, Omission, Provenance
from assistant.library.conversation_store import _ERASED, Message
from assistant.reply import Citation, Cost, Finished, StepStarted
from tests.ui.scripted import FIRST, SECOND, ScriptedAssistant
from ui.article_reader import Opened, known_lines, reader_data
from ui.screens.ask import _usd
from ui.status_view import model_name
from ui.texts import Texts
from ui.turn_view import TurnView, turn_data
from ui.writer import AnswerProgress, _nothing_yet, advance, marked, split_end

T = Texts("en")
QUESTION = Message("q", "c", 0, "user", "Who cut the ribbon?")


def finished(tmp_path):
    events = list(ScriptedAssistant(tmp_path).stream("Who cut the ribbon?"))
    return next(event.answer for event in events if isinstance(event, Finished))


def reply(answer, state="done"):
    return Message("m", "c", 1, "assistant", answer.answer if answer else "", state, answer)


def citation(article, start, end, marker=1):
    quote = article.text[start:end]
    unknown = (None, None, None)
    return Citation(marker, article.source, article.article_id, *unknown, quote, start, end)


def test_a_turn_shows_every_sentence_with_its_numbers(tmp_path):
    data = turn_data(TurnView(QUESTION, reply(finished(tmp_path))), T)
    assert [claim["text"] + claim["end"] for claim in data["claims"]] == [
        "The harbour opened on Monday.",
        "The mayor cut the ribbon.",
        "Residents cheered when the ribbon fell.",
    ]
    assert [claim["markers"] for claim in data["claims"]] == [[1], [2], [3]]
    assert (data["supported"], data["unconfirmed"]) == ("each sentence matches its source", "")
    assert data["facts"] == ["2 articles", "as of 4 March 2024"]


def test_a_pause_before_another_try_is_shown():
    begun = AnswerProgress(_nothing_yet("Who?"))
    waiting = advance(begun, StepStarted("generate", "Its provider is busy (429); retry in 2 s"))
    view = TurnView(QUESTION, reply(None, "writing"), waiting)
    assert turn_data(view, T)["step"] == "Its provider is busy (429); retry in 2 s"
    assert "neuer Versuch in 2 s" in turn_data(view, Texts("de"))["step"]
    again = advance(waiting, StepStarted("generate"))
    assert turn_data(replace(view, progress=again), T)["step"] == "Writing from the excerpts"


def test_each_article_is_listed_once_with_its_numbers(tmp_path):
    data = turn_data(TurnView(QUESTION, reply(finished(tmp_path))), T)
    listed = [(one["markers"], one["name"]) for one in data["sources"]]
    assert listed == [([1, 2], "Harbour opens"), ([3], "ribbon.txt")]


def test_model_duration_files_and_independent_sources_are_in_the_details_alone(tmp_path):
    data = turn_data(TurnView(QUESTION, reply(finished(tmp_path)), independent=2), T)
    assert data["technical"] == [
        "2 independent sources.",
        "[1][2] harbour.txt",
        "[3] ribbon.txt",
        "Written by the built-in model (stub) in 27 ms.",
    ]
    shown = [*data["facts"], *(part for one in data["sources"] for part in one["meta"])]
    assert not any("27 ms" in part or "stub" in part or ".txt" in part for part in shown)


def test_the_details_count_the_tokens_of_the_answer_and_of_the_conversation(tmp_path):
    used = {"input_tokens": 1200, "output_tokens": 34}
    answer = replace(finished(tmp_path), usage=used)
    data = turn_data(TurnView(QUESTION, reply(answer), last=True, usage=used), T)
    assert data["technical"][-1] == "Tokens: 1,200 read, 34 written."
    total = {"input_tokens": 2500, "output_tokens": 70}
    data = turn_data(TurnView(QUESTION, reply(answer), last=True, usage=total), T)
    assert data["technical"][-1] == ("In this conversation so far: 2,500 tokens read, 70 written.")


def test_the_details_give_the_cost_where_it_is_known(tmp_path):
    used = {"input_tokens": 1200, "output_tokens": 34}
    answer = replace(finished(tmp_path), usage=used, cost=Cost(0.00123, "2030-01-02"))
    total = {"input_tokens": 2500, "output_tokens": 70}
    data = turn_data(TurnView(QUESTION, reply(answer), last=True, usage=total, usd=1.5), T)
    assert data["technical"][-3] == "Cost at the list prices of 2 January 2030: $0.0012."
    assert data["technical"][-1] == "Cost of this conversation so far: $1.5000."
    data = turn_data(TurnView(QUESTION, reply(answer), last=True, usage=total), T)
    assert not any("Cost of" in line for line in data["technical"])
    free = replace(answer, cost=Cost(0.0, ""))
    data = turn_data(TurnView(QUESTION, reply(free), last=True, usage=used, usd=0.0), T)
    assert not any("Cost" in line for line in data["technical"])


def test_the_cost_of_a_conversation_needs_that_of_each_answer(tmp_path):
    answer = replace(finished(tmp_path), usage={"input_tokens": 1, "output_tokens": 1})
    priced = replace(answer, cost=Cost(0.5, "2030-01-02"))
    assert _usd([priced, replace(answer, cost=Cost(0.0, "")), priced]) == 1.0
    assert _usd([priced, answer]) is None
    assert _usd([priced, replace(answer, usage={})]) == 0.5


def test_the_date_of_the_articles_is_shown_once(tmp_path):
    notices = ("As of an article dated 2024-03-04.", "3 articles without a date were left out.")
    data = turn_data(TurnView(QUESTION, reply(replace(finished(tmp_path), notices=notices))), T)
    assert data["notices"] == ["3 articles without a date were left out."]
    assert "as of 4 March 2024" in data["facts"]


def test_an_unconfirmed_sentence_is_marked_with_the_nearest_words(tmp_path):
    answer = finished(tmp_path)
    doubtful = replace(
        answer.claims[1], supported=False, verdict="unconfirmed", nearest="The mayor cut it."
    )
    answer = replace(answer, claims=(answer.claims[0], doubtful, answer.claims[2]))
    data = turn_data(TurnView(QUESTION, reply(answer)), T)
    assert (data["supported"], data["unconfirmed"]) == ("", "1 sentence could not be confirmed")
    assert [one["supported"] for one in data["claims"]] == [True, False, True]
    assert data["claims"][1]["nearest"] == "The mayor cut it."
    assert data["claims"][1]["finding"] == "Could not be confirmed in the cited words."


def test_the_finding_on_a_paraphrase_does_not_call_it_the_articles_words(tmp_path):
    answer = finished(tmp_path)
    nearly, reworded = (
        replace(answer.claims[0], text="The mayor cut a ribbon.", score=score)
        for score in (0.95, 0.87)
    )
    answer = replace(answer, claims=(nearly, reworded, answer.claims[2]))
    shown = [one["finding"] for one in turn_data(TurnView(QUESTION, reply(answer)), T)["claims"]]
    assert shown == [
        "Matches the cited words (score 0.95).",
        "In other words than the article’s: compare them (score 0.87).",
        "Word for word in the article.",
    ]


def test_a_follow_up_says_as_what_it_was_understood(tmp_path):
    answer = replace(finished(tmp_path), standalone_question="Who cut the harbour's ribbon?")
    assert turn_data(TurnView(QUESTION, reply(answer)), T)["notices"][0] == (
        "Interpreted as: Who cut the harbour's ribbon?"
    )
    assert not turn_data(TurnView(QUESTION, reply(answer, "writing"), AnswerProgress(answer)), T)[
        "notices"
    ]
    asked = replace(answer, standalone_question=answer.question)
    assert not turn_data(TurnView(QUESTION, reply(asked)), T)["notices"]


def test_a_refused_question_is_not_interpreted(tmp_path):
    text = "Who cut the ribbon?\n" * 500
    progress = AnswerProgress(_nothing_yet(text), ended=True)
    refused = Message("m", "c", 1, "assistant", "The question has 10,000 characters", "failed")
    assert not turn_data(TurnView(QUESTION, refused, progress), T)["notices"]
    answer = replace(finished(tmp_path), question=text, standalone_question=text)
    assert not turn_data(TurnView(QUESTION, reply(answer)), T)["notices"]


def test_what_is_not_known_of_a_source_is_said(tmp_path):
    data = turn_data(TurnView(QUESTION, reply(finished(tmp_path))), T)
    assert data["citations"][2]["meta"] == ["publisher unknown", "date unknown"]


def test_an_answer_whose_writer_is_gone_is_called_cut_off(tmp_path):
    data = turn_data(TurnView(QUESTION, reply(finished(tmp_path), "writing")), T)
    assert data["state"] == "interrupted"
    assert data["facts"] == ["interrupted; everything shown has been saved"]


def test_a_failure_is_a_sentence_and_keeps_what_was_written(tmp_path):
    failed = replace(reply(finished(tmp_path), "failed"), content="The model is away.")
    data = turn_data(TurnView(QUESTION, failed), T)
    assert data["error"] == "The model is away."
    assert len(data["claims"]) == 3


def test_an_answer_that_was_erased_with_its_article_leaves_a_note():
    erased = Message("m", "c", 1, "assistant", _ERASED, "done")
    assert turn_data(TurnView(QUESTION, erased), T)["notices"] == [_ERASED]
    german = turn_data(TurnView(QUESTION, erased), Texts("de"))["notices"]
    assert german == ["Diese Antwort wurde zusammen mit einem Artikel gelöscht, den sie zitierte."]


def test_a_refusal_shows_its_words_and_what_came_nearest(tmp_path):
    answer = replace(
        finished(tmp_path),
        abstained=True,
        answer="The articles do not say.",
        claims=(),
        citations=(),
    )
    data = turn_data(TurnView(QUESTION, reply(answer)), T)
    assert data["refusal"] == "The articles do not say."
    assert data["supported"] == ""


def test_sources_are_shown_before_the_first_sentence(tmp_path):
    progress = AnswerProgress(_nothing_yet("Who?"))
    for event in ScriptedAssistant(tmp_path).stream("Who?"):
        progress = advance(progress, event)
        if progress.excerpts and not progress.answer.claims:
            data = turn_data(TurnView(QUESTION, reply(None, "writing"), progress), T)
            assert data["found"]["head"] == "Reading 2 articles"
            assert [one["name"] for one in data["found"]["articles"]] == [
                "Harbour opens",
                "ribbon.txt",
            ]
            break
    else:
        raise AssertionError("no sources came")


def test_markers_stand_before_the_end_of_a_sentence():
    assert marked("It fell.", (1, 2)) == "It fell [1][2]."
    assert marked("He said “no.”", (1,)) == "He said “no.” [1]"
    assert marked("It fell.", ()) == "It fell."
    assert split_end("...") == ("...", "")


def text_in(data):
    return [piece["text"] for paragraph in data["paragraphs"] for piece in paragraph]


@given(st.text(alphabet="ab é🙂\n", min_size=1, max_size=80), st.data())
def test_the_reader_shows_the_whole_text_and_marks_exactly_the_quote(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    left = data.draw(st.integers(0, len(text)))
    article = Article("a.txt", text, omitted=(Omission(0, left, "masthead"),) if left else ())
    now = citation(article, start, end)
    shown = reader_data(Opened(article, [now], now, 1, 1), T)
    pieces = [piece for paragraph in shown["paragraphs"] for piece in paragraph]
    lines = "".join(line for line in text.split("\n") if line.strip())
    assert "".join(piece["text"] for piece in pieces) == lines
    marked_text = "".join(piece["text"] for piece in pieces if piece["kind"] == "quote")
    kept_lines = "".join(part for part in _lines_within(text, start, end))
    assert marked_text == kept_lines


def _lines_within(text, start, end):
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield line[max(0, start - at) : max(0, end - at)]
        at += len(line) + 1


def test_what_was_left_out_is_shown_with_its_reason():
    data = reader_data(Opened(FIRST), T)
    left = [
        piece for paragraph in data["paragraphs"] for piece in paragraph if piece["kind"] == "left"
    ]
    assert left == [{"kind": "left", "text": "Sign up for our letter", "why": "sign-up line"}]


def test_all_quotes_of_an_answer_are_marked_and_the_open_one_stands_out():
    first, second = citation(FIRST, 23, 52, 1), citation(FIRST, 53, 78, 2)
    data = reader_data(Opened(FIRST, [first, second], second, 2, 2), T)
    quotes = [
        piece for paragraph in data["paragraphs"] for piece in paragraph if piece["kind"] == "quote"
    ]
    assert [(piece["marker"], piece["now"]) for piece in quotes] == [(1, False), (2, True)]


def test_of_a_huge_article_the_part_around_the_quote_is_shown():
    article = Article("a.txt", "word " * 200_000)
    now = citation(article, 900_000, 900_004)
    shown = text_in(reader_data(Opened(article, [now], now, 1, 1), T))
    assert sum(map(len, shown)) <= 150_000
    assert article.text[900_000:900_004] in shown


def test_the_note_on_an_edited_title_ends_in_one_full_stop():
    edited = replace(FIRST, extracted={"title": Provenance("It blows.", "text"), "byline": None})
    assert known_lines(edited, T)[-2:] == [
        "Title edited; originally It blows.",
        "Author edited; originally unknown.",
    ]


def test_hostile_text_reaches_the_components_as_text_alone(tmp_path):
    hostile = "\u202e<script>alert(1)</script> $x$ :red[y]"
    article = replace(SECOND, title=hostile, publisher=hostile)
    data = reader_data(Opened(article), T)
    assert data["title"] == hostile.replace("\u202e", "")


def test_a_local_model_is_called_by_the_name_of_its_file():
    t = Texts("en")
    named = [model_name(name, t) for name in ("local:models/small.gguf", "local:smollm2")]
    assert named == ["local:small.gguf", "local:smollm2"]
    assert model_name("openai:any/model", t) == "openai:any/model"


def test_how_the_dates_of_an_article_were_found_is_in_the_language_of_the_page():
    counted = '"Friday" in the first sentences, counted from the day of publication, 2022-03-31'
    article = Article(
        "2022-04-01.txt",
        "It rained on Friday.",
        published="2022-03-31",
        reported="2022-03-25",
        evidence={
            "published": Provenance("2022-03-31", "text", note="Updated; near the events: 7"),
            "reported": Provenance("2022-03-25", "derived", note=counted),
        },
    )
    assert reader_data(Opened(article), Texts("de"))["details"] == [
        "Datei: 2022-04-01.txt",
        "Datum: Updated; nahe an den Ereignissen: 7",
        "Tag des Ereignisses: „Friday“ in den ersten Sätzen, "
        "gerechnet ab dem Tag der Veröffentlichung, 31. März 2022",
    ]
    assert reader_data(Opened(article), T)["details"][-1].endswith("publication, 31 March 2022")


def test_the_time_an_answer_took_has_the_decimal_sign_of_the_language(tmp_path):
    slow = replace(finished(tmp_path), timings_ms={"total": 8140.0})
    lines = turn_data(TurnView(QUESTION, reply(slow)), Texts("de"))["technical"]
    assert any("8,1 s" in line for line in lines)
