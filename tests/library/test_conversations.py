"""What the conversations of a library promise."""

import time
from functools import partial
from itertools import count
from operator import sub

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine

from assistant.assistant import open_assistant
from assistant.errors import LibraryError
from assistant.library.conversation_store import Conversations
from assistant.reply import Answer, Citation, Claim, Filters, Related, Removed, answer_from_json
from assistant.settings import Settings

ANSWER = Answer(
    question="Who spoke?",
    standalone_question="Who spoke?",
    answer="The mayor spoke [1].",
    abstained=False,
    reason=None,
    confidence=0.9,
    claims=(Claim("The mayor spoke.", (1,), True, 0.9),),
    removed=(Removed("He sang.", "sang stands in no excerpt"),),
    notices=("As of an article dated 2024-01-02.",),
    citations=(Citation(1, "a.txt", "id", None, None, "2024-01", "the mayor spoke", 3, 18),),
    related=(Related("b.txt", "id2", "Title", "words", 0, 5),),
    usage={"input_tokens": 3},
    timings_ms={"total": 1.5},
)


@pytest.fixture
def clock():
    ticks = count(1_000_000.0)
    return lambda: next(ticks)


@pytest.fixture
def kept(tmp_path, clock):
    engine = create_engine(f"sqlite:///{tmp_path / 'library.db'}")
    yield Conversations(engine, clock)
    engine.dispose()


def said(conversations, conversation):
    return [message.content for message in conversations.messages(conversation.conversation_id)]


def test_an_answer_comes_back_from_its_json_as_it_was():
    import json

    assert answer_from_json(json.loads(json.dumps(ANSWER.as_json()))) == ANSWER


def test_only_a_supported_claim_has_that_verdict():
    marked = Claim("He spoke.", (1,), True, 0.4, verdict="unconfirmed", nearest="the mayor spoke")
    assert not marked.supported
    assert Claim("He spoke.", (1,), False, 0.1).verdict == "unconfirmed"
    assert Claim("The mayor spoke.", (1,), True, 0.9).verdict == "supported"


def test_what_was_said_is_there_after_opening_again(kept):
    conversation = kept.start("Who spoke?", filters=Filters(publishers=("A",), date_from="2022"))
    _, answer = kept.ask(conversation.conversation_id, "Who spoke?")
    kept.write(answer.message_id, ANSWER, "done")
    again = Conversations(kept._engine)
    question, message = again.messages(conversation.conversation_id)
    assert question.content == "Who spoke?"
    assert message.answer == ANSWER
    assert message.state == "done"
    assert again.get(conversation.conversation_id).filters == conversation.filters


def test_a_failure_keeps_its_reason(kept):
    conversation = kept.start("Who?")
    _, answer = kept.ask(conversation.conversation_id, "Who?")
    kept.fail(answer.message_id, "The model failed.")
    assert kept.message(answer.message_id).content == "The model failed."


def test_a_conversation_belongs_to_its_owner_alone(kept):
    conversation = kept.start("Who?", owner="ann@example.org")
    assert kept.recent("bob@example.org") == []
    with pytest.raises(LibraryError):
        kept.get(conversation.conversation_id, "bob@example.org")


def test_pinned_conversations_come_first_then_the_latest(kept):
    first, second, third = (kept.start(title) for title in ("one", "two", "three"))
    kept.pin(first.conversation_id, True)
    kept.ask(second.conversation_id, "more")
    assert [c.title for c in kept.recent()] == ["one", "two", "three"]
    kept.pin(first.conversation_id, False)
    assert [c.title for c in kept.recent()] == ["two", "three", "one"]
    assert third in kept.recent()


def test_deleting_can_be_undone(kept):
    conversation = kept.start("Who?")
    kept.delete(conversation.conversation_id)
    assert kept.recent() == []
    kept.restore(conversation.conversation_id)
    assert kept.recent() == [conversation]


def test_a_name_of_white_space_is_no_name(kept):
    conversation = kept.start("Who?")
    kept.rename(conversation.conversation_id, " \n ")
    assert kept.get(conversation.conversation_id).title == "Who?"
    kept.rename(conversation.conversation_id, "The veto")
    assert kept.get(conversation.conversation_id).title == "The veto"


@pytest.mark.parametrize("words", ["MAYOR spoke", "straße", "100%", "a_b"])
def test_search_finds_titles_and_messages_whatever_their_case(kept, words):
    conversation = kept.start("Anything")
    kept.ask(conversation.conversation_id, "The mayor spoke at STRASSE 100% a_b")
    kept.start("axb 100 percent")
    assert kept.recent(search=words) == [kept.get(conversation.conversation_id)]


def test_search_does_not_see_what_was_taken_back(kept):
    conversation = kept.start("Anything")
    question, _ = kept.ask(conversation.conversation_id, "secret")
    kept.take_back(question.message_id)
    assert kept.recent(search="secret") == []


def test_taking_back_hides_what_follows_and_can_be_undone(kept):
    conversation = kept.start("one")
    first, _ = kept.ask(conversation.conversation_id, "one")
    second, _ = kept.ask(conversation.conversation_id, "two")
    kept.take_back(second.message_id)
    assert said(kept, conversation) == ["one", ""]
    kept.ask(conversation.conversation_id, "other")
    assert said(kept, conversation) == ["one", "", "other", ""]
    kept.bring_back(second.message_id)
    assert said(kept, conversation) == ["one", "", "two", ""]
    kept.take_back(first.message_id)
    assert said(kept, conversation) == []


def test_votes_come_with_their_questions(kept):
    conversation = kept.start("Who?")
    question, answer = kept.ask(conversation.conversation_id, "Who?")
    kept.write(answer.message_id, ANSWER, "done")
    kept.vote(answer.message_id, "down", "Wrong mayor")
    [(asked, voted)] = kept.votes()
    assert asked.message_id == question.message_id
    assert (voted.vote, voted.reason) == ("down", "Wrong mayor")
    kept.vote(answer.message_id, None)
    assert list(kept.votes()) == []


def test_purging_removes_only_what_was_hidden_long_ago(tmp_path):
    now = [0.0]
    engine = create_engine(f"sqlite:///{tmp_path / 'library.db'}")
    kept = Conversations(engine, lambda: now[0])
    old, new = kept.start("old"), kept.start("new")
    kept.ask(old.conversation_id, "old")
    kept.delete(old.conversation_id)
    now[0] = 40 * 24 * 3600.0
    kept.delete(new.conversation_id)
    assert kept.purge() == 1
    kept.restore(new.conversation_id)
    kept.restore(old.conversation_id)
    assert [c.title for c in kept.recent()] == ["new"]
    engine.dispose()


@given(st.text(min_size=1, max_size=300))
def test_any_words_can_be_a_question(text):
    from sqlalchemy.pool import StaticPool

    engine = create_engine("sqlite://", poolclass=StaticPool)
    kept = Conversations(engine)
    conversation = kept.start(text)
    question, _ = kept.ask(conversation.conversation_id, text)
    assert kept.messages(conversation.conversation_id)[0].content == text
    assert len(conversation.title) <= 80
    assert question.role == "user"
    engine.dispose()


def test_what_was_deleted_30_days_ago_goes_when_the_library_is_opened(tmp_path):
    deleted = {}
    for days in (31, 29):
        with open_assistant(Settings(home=tmp_path)) as assistant:
            engine = assistant.library.engine
            kept = Conversations(engine, partial(sub, time.time(), days * 86_400))
            deleted[days] = kept.start("Why was the bridge closed?").conversation_id
            kept.delete(deleted[days])
    with open_assistant(Settings(home=tmp_path)) as assistant:
        for conversation_id in deleted.values():
            assistant.conversations.restore(conversation_id)
        there = assistant.conversations.recent()
    assert [one.conversation_id for one in there] == [deleted[29]]
