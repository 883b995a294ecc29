"""A chat model that answers by selecting sentences of the excerpts in its prompt."""

from assistant.answer.stub.stub_chat_model import StubChatModel, assessment_of

__all__ = ["StubChatModel", "assessment_of"]
