"""Every fault on the wire has the outcome that docs/models.md defines, within the total limit."""

import json
import re
import socket
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import httpx
import pytest
from langchain_core.messages import AIMessageChunk

from assistant.answer import stream
from assistant.answer.chat_models import open_answer_model, probe_models
from assistant.answer.trace import trace_lines
from assistant.assistant import Assistant, open_assistant
from assistant.embedders.opening import OpenedEmbedder
from assistant.errors import ModelFault
from assistant.providers.model_faults import SENTENCES, ending_of, fault_of
from assistant.reply import (
    Answer,
    Cost,
    ExcerptsFound,
    Finished,
    StepStarted,
    Turn,
    answer_from_json,
)
from assistant.settings import load_settings

STORY = (
    "The council of Farnham voted 9 to 4 on Monday to close the old bridge. "
    "“We cannot wait for an accident,” said Mayor Ada Brook. "
    "Repairs will cost 2 million pounds, the engineer told the council."
)
DOCUMENTS = [{"title": "Council closes bridge", "text": STORY, "published": "2021-03-02"}]
QUESTION = "Why did the council of Farnham vote to close the bridge?"
FIRST = "The council voted 9 to 4 to close the old bridge [1]. "
KEY = "sk-test-0123456789abcdef"
PRICES = 'day = 2030-01-02\n[models]\n"openai:scripted" = { input = 1, output = 10 }\n'


@pytest.fixture
def opened(scripted_model, tmp_path: Path, monkeypatch) -> Callable[..., Assistant]:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setattr(stream, "_sleep", lambda seconds, stopped: None)

    def open_with(**settings: Any) -> Assistant:
        given = {"model": "openai:scripted", "threshold": 0.0, "model_seconds": 60.0, **settings}
        return Assistant(None, None, OpenedEmbedder(None), load_settings(home=tmp_path, **given))

    return open_with


@pytest.fixture
def ask(opened) -> Callable[..., Answer]:
    return lambda **given: opened().ask(QUESTION, documents=DOCUMENTS, **given)


def failing(status: int, message: str = "no", headers: dict | None = None, code: str = "") -> tuple:
    return (status, headers or {}, {"message": f"{message} {KEY}", "code": code})


@pytest.mark.parametrize(
    ("status", "message", "code", "kind"),
    [
        (400, "unknown parameter", "", "rejected"),
        (400, "flagged by the content filter", "content_filter", "filtered"),
        (401, "bad key", "", "key"),
        (403, "not in your region", "", "forbidden"),
        (404, "no such model", "", "missing"),
        (408, "too slow", "", "timeout"),
        (400, "Your credit balance is too low", "", "quota"),
        (402, "no money", "", "quota"),
        (413, "the request is too large", "", "too_long"),
        (500, "the request exceeds the available context size", "", "too_long"),
        (429, "slow down", "", "busy"),
        (429, "You exceeded your current quota. Please retry in 34 s.", "", "busy"),
        (429, "no money", "insufficient_quota", "quota"),
        (500, "out of order", "", "server"),
        (503, "overloaded", "", "server"),
        (504, "gateway", "", "timeout"),
    ],
)
def test_each_status_has_its_outcome(ask, scripted_model, status, message, code, kind):
    scripted_model.failures = [failing(status, message, code=code)] * 9
    with pytest.raises(ModelFault) as caught:
        ask()
    assert caught.value.kind == kind
    assert str(caught.value).startswith("The model openai:scripted failed: ")
    assert "\n" not in str(caught.value)
    assert KEY not in str(caught.value)
    assert caught.value.__cause__ is None


def test_the_documentation_gives_the_outcome_of_each_kind():
    page = Path(__file__).parents[2].joinpath("docs", "models.md").read_text("utf-8")
    documented = re.findall(r"^\| `(\w+)` \| [^|]+ \| [^|]+ \|$", page, re.MULTILINE)
    assert set(documented) == set(SENTENCES)


def test_a_refused_connection_is_named(opened, monkeypatch):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{port}/v1")
    with pytest.raises(ModelFault, match="refuses the connection") as caught:
        opened().ask(QUESTION, documents=DOCUMENTS)
    assert caught.value.kind == "refused"


def test_an_unknown_host_is_named(opened, monkeypatch):
    def look_up(*given, **named):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setenv("OPENAI_BASE_URL", "http://models.invalid/v1")
    with pytest.raises(ModelFault, match="its server's name is not known") as caught:
        opened().ask(QUESTION, documents=DOCUMENTS)
    assert caught.value.kind == "name"


def test_a_server_without_tls_is_named(opened, scripted_model, monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", scripted_model.url.replace("http:", "https:"))
    with pytest.raises(ModelFault) as caught:
        opened().ask(QUESTION, documents=DOCUMENTS)
    assert caught.value.kind == "tls"


def test_a_busy_provider_is_asked_again_after_the_time_it_names(opened, scripted_model):
    scripted_model.failures = [failing(429, headers={"Retry-After": "2"}), failing(429)]
    scripted_model.pieces = [FIRST]
    events = list(opened().stream(QUESTION, documents=DOCUMENTS))
    notes = [event.note for event in events if isinstance(event, StepStarted) and event.note]
    assert notes == [
        "Its provider is busy (429); retry in 2 s",
        "Its provider is busy (429); retry in 2 s",
    ]
    assert events[-1].answer.claims


@pytest.mark.parametrize("after", ["61", "Wed, 21 Oct 2105 07:28:00 GMT"])
def test_a_provider_that_asks_for_more_than_a_minute_is_not_waited_for(ask, scripted_model, after):
    scripted_model.failures = [failing(429, headers={"Retry-After": after})] * 2
    with pytest.raises(ModelFault, match="busy"):
        ask()
    assert len(scripted_model.requests) == 1


@pytest.mark.parametrize("trouble", [{"hang": 30.0}, {"keep_alive": True}, {"pause": 30.0}])
def test_nothing_takes_longer_than_the_total_limit(opened, scripted_model, trouble):
    scripted_model.pieces = [FIRST]
    for name, value in trouble.items():
        setattr(scripted_model, name, value)
    with pytest.raises(ModelFault) as caught:
        opened(model_seconds=1.0).ask(QUESTION, documents=DOCUMENTS)
    assert caught.value.kind == "timeout"


def test_a_stream_that_stalls_keeps_what_was_checked(opened, scripted_model):
    scripted_model.pieces = [FIRST + "Repairs ", "will", " cost"]
    scripted_model.pause = 1.2
    answer = opened(model_seconds=3.0).ask(QUESTION, documents=DOCUMENTS)
    assert [claim.text for claim in answer.claims] == [FIRST.replace(" [1]. ", ".")]
    assert any("took too long" in notice for notice in answer.notices)


@pytest.mark.parametrize(
    ("trouble", "kind"),
    [
        ({"usage": None}, "empty"),
        ({"pieces": ["  \n "]}, "empty"),
        ({"pieces": [f"Sure! {QUESTION} [1]"]}, "empty"),
        ({"raw": "[DONE]"}, "cut"),
        ({}, "reasoning"),
        ({"deltas": [{"reasoning_content": "Let me see."}], "usage": None}, "reasoning"),
        ({"deltas": [{"reasoning": "Let me see."}], "usage": None}, "reasoning"),
        ({"pieces": ["<think>Let me see. It is [1]."]}, "reasoning"),
        ({"deltas": [{"tool_calls": [{"index": 0, "id": "1", "type": "function",
                                      "function": {"name": "search", "arguments": "{}"}}]}],
          "finish": "tool_calls"}, "tool"),
        ({"finish": "content_filter"}, "filtered"),
        ({"pieces": ["The council vot"], "finish": "length"}, "length"),
        ({"pieces": ["I'm sorry, but I can't assist with that."]}, "unwilling"),
        ({"raw": "{not json"}, "malformed"),
        ({"raw": '{"error": {"message": "overloaded"}}'}, "server"),
        ({"pieces": ["word " * 2000] * 50}, "endless"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_never_an_abstention(ask, scripted_model, trouble, kind):
    for name, value in trouble.items():
        setattr(scripted_model, name, value)
    with pytest.raises(ModelFault) as caught:
        ask()
    assert caught.value.kind == kind


@pytest.mark.parametrize("finish", ["length", "content_filter", "error", "abort", None])
def test_a_sentence_that_is_cut_off_is_dropped_and_the_others_are_kept(ask, scripted_model, finish):
    scripted_model.pieces = [FIRST, "Repairs will cost 2 million pounds [1]"]
    scripted_model.finish = finish
    answer = ask()
    assert len(answer.claims) == 1
    assert not answer.removed
    assert any("broke off" in notice for notice in answer.notices)


@pytest.mark.parametrize(
    ("name", "metadata", "ending"),
    [
        ("ollama", {"done": True, "done_reason": "stop"}, None),
        ("anthropic", {"stop_reason": "end_turn"}, None),
        ("anthropic", {"stop_reason": "model_context_window_exceeded"}, "length"),
        ("google", {"finish_reason": "FinishReason.STOP"}, None),
        ("google", {"finish_reason": "OTHER"}, "server"),
        ("a server that says it twice", {"finish_reason": "lengthlength"}, "length"),
        ("OpenAI's responses", {"status": "completed"}, None),
        (
            "OpenAI's responses",
            {"status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"}},
            "length",
        ),
    ],
)
def test_only_a_known_reason_makes_an_answer_whole(name, metadata, ending):
    assert ending_of(AIMessageChunk(content="It rained [1].", response_metadata=metadata)) == ending


class _Payload(Exception):
    """Stands for aiohttp's error of a body that breaks off; it has a status of its own."""

    status_code = 400


_Payload.__name__ = "ClientPayloadError"


@pytest.mark.parametrize(
    ("error", "kind", "said"),
    [
        (_Payload("not enough data"), "cut", "(not enough data)"),
        (httpx.ConnectError("Network is unreachable"), "network", "(Network is unreachable)"),
        (ValueError("ResponseError(code='server_error', message='boom')"), "server", "boom"),
        (RuntimeError('Error 403 at http://a.b: {"message": "not in your region"}'), "malformed",
         "(not in your region)"),
    ],
)  # fmt: skip
def test_errors_of_other_clients_are_told_apart_and_quoted(error, kind, said):
    found = fault_of("a:b", error)
    assert found.kind == kind
    assert said in str(found)


def test_a_model_that_repeats_itself_is_stopped(ask, scripted_model):
    scripted_model.pieces = [FIRST] * 500
    answer = ask()
    assert len(answer.claims) == 1
    assert any("repeated itself" in notice for notice in answer.notices)


def test_a_prompt_that_is_too_long_is_tried_once_with_fewer_excerpts(opened, scripted_model):
    scripted_model.failures = [failing(400, "maximum context length is 10", code="")]
    scripted_model.pieces = [FIRST]
    documents = [
        {"title": f"{town} closes bridge", "text": f"The council of {town} closed it. {rest}"}
        for town, rest in (
            ("Farnham", "Nine members were in favour of closing it."),
            ("Lindau", "Engineers had found cracks in two of its pillars."),
            ("Torgau", "The mayor had asked for a new one since spring."),
            ("Meissen", "Drivers will have to take the road along the river."),
        )
    ]
    events = list(opened().stream(QUESTION, documents=documents))
    counts = [len(event.excerpts) for event in events if isinstance(event, ExcerptsFound)]
    assert len(counts) == 2
    assert 0 < counts[1] == counts[0] // 2
    assert isinstance(events[-1], Finished)


def test_refusals_in_other_words_are_abstentions(ask, scripted_model):
    scripted_model.pieces = ["Unfortunately, the excerpts do not mention why."]
    answer = ask()
    assert answer.abstained
    assert not answer.removed


def test_a_part_that_the_excerpts_do_not_answer_is_a_notice(ask, scripted_model):
    scripted_model.pieces = [FIRST, "The excerpts do not say who paid [1]."]
    answer = ask()
    assert len(answer.claims) == 1
    assert "Not answered, according to the model: “The excerpts do not say who paid.”" in (
        answer.notices
    )


@pytest.mark.parametrize(
    "rewritten",
    ["<think>He is the mayor", "Here is the question:\nWho is he?", "He is the mayor.", "Yes [1]?"],
)
def test_a_rewriting_that_is_no_question_is_not_used(ask, scripted_model, rewritten):
    scripted_model.others = {"You rewrite the last question": rewritten}
    scripted_model.pieces = [FIRST]
    answer = ask(history=[Turn("user", "Who is mayor?"), Turn("assistant", "Ada Brook.")])
    assert answer.standalone_question == QUESTION


def test_a_failure_while_rewriting_does_not_end_the_turn(ask, scripted_model):
    scripted_model.failures = [failing(500)]
    scripted_model.pieces = [FIRST]
    answer = ask(history=[Turn("user", "Who is mayor?"), Turn("assistant", "Ada Brook.")])
    assert answer.standalone_question == QUESTION
    assert answer.claims


def test_the_fallback_answers_and_says_so(opened, scripted_model):
    scripted_model.failures = [failing(401)]
    answer = opened(fallback="stub").ask(QUESTION, documents=DOCUMENTS)
    assert answer.model == "stub"
    assert answer.claims
    assert any(
        "This answer is from the built-in model instead." in notice for notice in answer.notices
    )


def test_model_and_fallback_share_one_time_limit(opened, scripted_model, monkeypatch):
    scripted_model.hang = 30.0
    given: dict[str, float] = {}

    def noted(name: str, settings: Any, threshold: float) -> Any:
        given[name] = settings.model_seconds
        return open_answer_model(name, settings, threshold)

    monkeypatch.setattr("assistant.assistant.open_answer_model", noted)
    with pytest.raises(ModelFault) as caught:
        opened(model_seconds=1.5, fallback="openai:other").ask(QUESTION, documents=DOCUMENTS)
    assert caught.value.kind == "timeout"
    assert given["openai:scripted"] == pytest.approx(1.0)
    assert 0.0 < given["openai:other"] <= 0.5


def test_usage_is_counted_with_a_base_url(ask, scripted_model):
    scripted_model.pieces = [FIRST]
    ask()
    assert scripted_model.requests[-1]["stream_options"] == {"include_usage": True}


def test_the_tokens_and_the_cost_of_every_call_are_counted(opened, scripted_model, tmp_path):
    scripted_model.pieces = ["Repairs will cost 3 million pounds [1]."]
    scripted_model.others = {"You correct sentences": "Repairs will cost 2 million pounds [1]."}
    assistant = opened()
    (tmp_path / "prices.toml").write_text(PRICES)
    traces = []
    *_, last = assistant.stream(QUESTION, documents=DOCUMENTS, on_trace=traces.append)
    assert len(scripted_model.requests) == 2
    assert last.answer.usage == {"input_tokens": 2000, "output_tokens": 200}
    assert last.answer.cost == Cost(0.004, "2030-01-02")
    assert (
        "Tokens: 2000 read, 200 written; 0.004000 US dollars at the prices of 2030-01-02"
        in trace_lines(traces[0])
    )
    assert answer_from_json(json.loads(json.dumps(last.answer.as_json()))) == last.answer


def test_without_a_price_tokens_are_counted_and_no_cost_is_given(ask, scripted_model):
    scripted_model.pieces = [FIRST]
    answer = ask()
    assert answer.usage == {"input_tokens": 1000, "output_tokens": 100}
    assert answer.cost is None


def test_no_argument_is_sent_that_was_not_set(ask, opened, scripted_model):
    scripted_model.pieces = [FIRST]
    ask()
    assert set(scripted_model.requests[-1]) == {"messages", "model", "stream", "stream_options"}
    arguments = json.dumps({"openai": {"temperature": 0.5, "max_tokens": 99}, "ollama:x": {"a": 1}})
    opened(model_args=arguments).ask(QUESTION, documents=DOCUMENTS)
    assert scripted_model.requests[-1]["temperature"] == 0.5


def test_no_key_or_header_is_in_anything_that_is_shown(opened, scripted_model, caplog):
    caplog.set_level("INFO")
    header = "secret-header-value"
    arguments = json.dumps({"default_headers": {"X-Team": header}})
    said = f"no {KEY} and {header} and Bearer abcdef123456789"
    scripted_model.failures = [failing(500, said)] * 9
    assistant = opened(model_args=arguments)
    with pytest.raises(ModelFault) as caught:
        assistant.ask(QUESTION, documents=DOCUMENTS)
    scripted_model.failures = [failing(401, said)]
    answer = opened(model_args=arguments, fallback="stub").ask(QUESTION, documents=DOCUMENTS)
    shown = f"{caught.value} {caught.value!r} {assistant.settings!r} {answer.as_json()}"
    shown += caplog.text
    for secret in (KEY, header, "abcdef123456789"):
        assert secret not in shown


@pytest.mark.parametrize("structured", [False, True])
def test_no_key_or_header_is_sent_to_langsmith(
    opened, scripted_model, sent_to_langsmith, structured
):
    header = "secret-header-value"
    arguments = {
        "default_headers": {"X-Team": header},
        "model_kwargs": {"extra_headers": {"X-Other": header}},
        "profile": {"structured_output": structured},
    }
    said = f"no {KEY} and {header} and Bearer abcdef123456789"
    scripted_model.failures = [failing(500, said, headers={"X-Echo": header})]
    scripted_model.pieces = [FIRST, "Repairs will cost 3 million pounds [1]."]
    answer = opened(model_args=json.dumps(arguments)).ask(QUESTION, documents=DOCUMENTS)
    assert answer.claims
    sent = "".join(sent_to_langsmith)
    assert "its server reports an error (500: no … and … and" in sent
    assert FIRST.strip() in sent
    for secret in (KEY, header, "abcdef123456789"):
        assert secret not in sent


def test_one_token_shows_whether_a_model_answers(opened, scripted_model, tmp_path):
    (tmp_path / "models.toml").write_text('models = ["openai:scripted"]')
    scripted_model.pieces = ["Hi"]
    (probed,) = probe_models(opened().settings, call=True)
    assert probed.answers
    (request,) = scripted_model.requests
    assert 1 in (request.get("max_tokens"), request.get("max_completion_tokens"))
    list(probe_models(opened().settings, call=False))
    assert len(scripted_model.requests) == 1


def test_no_model_is_called_before_a_question_is_asked(scripted_model, tmp_path):
    (tmp_path / "story.txt").write_text(STORY)
    settings = load_settings(home=tmp_path / "home", model="openai:scripted")
    with open_assistant(settings) as assistant:
        assistant.index([tmp_path / "story.txt"])
        assistant.status()
        list(islice(assistant.suggestions(), 2))
        assistant.search(QUESTION)
        assert scripted_model.requests == []
        scripted_model.pieces = [FIRST]
        assistant.ask(QUESTION, threshold=0.0)
    assert len(scripted_model.requests) == 1


def test_a_trace_holds_prompt_output_and_verdicts_but_no_key(opened, scripted_model):
    scripted_model.pieces = ["<think>Hm.</think>", FIRST, "It cost 7 billion dollars [1]."]
    traces = []
    list(opened().stream(QUESTION, documents=DOCUMENTS, on_trace=traces.append))
    lines = list(trace_lines(traces[0]))
    assert any(line.startswith("Excerpt 1: score") for line in lines)
    assert "    <think>Hm.</think>" + FIRST + "It cost 7 billion dollars [1]." in lines
    assert any(line.startswith("Sentence, supported") for line in lines)
    assert any(line.startswith("Sentence, removed") for line in lines)
    assert KEY not in "".join(lines)


def test_confidence_falls_with_unsupported_sentences_and_withholds_the_answer(
    opened, scripted_model
):
    scripted_model.pieces = [FIRST, "It cost 7 billion dollars [1]. It cost 8 billion dollars [1]."]
    by_share = opened()
    by_share.answerability = None
    shown = by_share.ask(QUESTION, documents=DOCUMENTS)
    assert shown.confidence == pytest.approx(1 / 3, abs=1e-3)
    withheld = opened(threshold=0.6).ask(QUESTION, documents=DOCUMENTS)
    assert withheld.abstained
    assert withheld.citations == withheld.claims == ()


def test_confidence_counts_in_what_a_reader_thinks(opened, scripted_model):
    scripted_model.pieces = [FIRST]
    assistant = opened()
    assistant.answerability = lambda question, excerpts: 0.64
    assert assistant.ask(QUESTION, documents=DOCUMENTS).confidence == pytest.approx(0.8)


def test_confidence_counts_in_the_trained_reader_unless_told_otherwise(opened, scripted_model):
    scripted_model.pieces = [FIRST]
    assistant = opened()
    read = assistant.ask(QUESTION, documents=DOCUMENTS).confidence
    far = "Which team of the council won the bridge tournament in Chennai?"
    assert assistant.ask(far, documents=DOCUMENTS).confidence < read < 1
    assistant.answerability = None
    assert assistant.ask(QUESTION, documents=DOCUMENTS).confidence == 1


def test_an_answer_without_any_excerpt_is_not_shown(opened, scripted_model):
    scripted_model.pieces = [FIRST]
    answer = opened().ask("Who won the chess championship in Chennai?", documents=DOCUMENTS)
    assert answer.abstained
    assert answer.reason == "No article matches the question."


def test_a_repair_that_fails_leaves_the_answer_as_the_check_left_it(opened, scripted_model):
    scripted_model.pieces = [FIRST, "It cost 7 billion dollars [1]."]
    scripted_model.whole_status = 500
    answer = opened().ask(QUESTION, documents=DOCUMENTS)
    assert [claim.text for claim in answer.claims] == [FIRST.replace(" [1]. ", ".")]
    assert [removed.text for removed in answer.removed] == ["It cost 7 billion dollars."]
    assert not any("broke off" in notice for notice in answer.notices)


def test_the_sentence_in_which_a_repair_breaks_off_is_dropped(opened, scripted_model):
    scripted_model.pieces = ["Repairs will cost 3 million pounds [1]."]
    scripted_model.others = {
        "You correct sentences": "Repairs will cost 2 million pounds [1]. The council of Farnham"
    }
    scripted_model.whole_finish = "length"
    answer = opened().ask(QUESTION, documents=DOCUMENTS)
    assert answer.answer == "Repairs will cost 2 million pounds [1]."


def test_a_repair_of_what_stands_already_adds_nothing(opened, scripted_model):
    scripted_model.pieces = [FIRST, "It cost 7 billion dollars [1]."]
    answer = opened().ask(QUESTION, documents=DOCUMENTS)
    assert len(scripted_model.requests) == 2
    assert len(answer.claims) == len(answer.removed) == 1


def test_a_repair_that_drops_everything_is_no_gap_of_the_answer(opened, scripted_model):
    scripted_model.pieces = [FIRST, "It cost 7 billion dollars [1]."]
    scripted_model.others = {"You correct sentences": "The articles do not say."}
    answer = opened().ask(QUESTION, documents=DOCUMENTS)
    assert len(answer.claims) == 1
    assert not any("Not answered" in n or "part of the question" in n for n in answer.notices)
