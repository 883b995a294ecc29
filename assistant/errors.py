"""Everything that can go wrong, as one tree.

AssistantError
├── SettingsError     a setting is unknown, unreadable or contradicts another
├── LoadError         a file or record cannot be read as an article
├── LibraryError      the library cannot be opened, is newer than this program, or is damaged
│   └── LibraryBusy   another process is writing to it
├── ClusterError      a cluster that embeds cannot be reached, or lost its workers
├── IndexDamaged      a derived index cannot be read; it can be made again from the library
├── IndexAway         the server that holds an index cannot be reached, or does not answer
├── ModelError        a chat model is unknown, or lacks its package or key
│   └── ModelFault    its provider or the network failed, or its output was no answer
└── QuestionError     a question that cannot be asked: empty, or too long

Each message is one sentence that says what, where, and what to do. Errors of other libraries are
mapped to these in the one module that owns the library, with the original chained.
"""


class AssistantError(Exception):
    """Something that a person can act on; its text is one sentence for that person."""


class SettingsError(AssistantError):
    """A setting is unknown, unreadable or contradicts another."""


class LoadError(AssistantError):
    """A file or a record cannot be read as an article."""


class LibraryError(AssistantError):
    """The library cannot be opened, is newer than this program, or is damaged."""


class LibraryBusy(LibraryError):
    """Another process is writing to the library."""


class ClusterError(AssistantError):
    """A cluster that embeds cannot be reached, or lost its workers."""


class IndexDamaged(AssistantError):
    """A derived index cannot be read; it can be made again from the library."""


class IndexAway(AssistantError):
    """The server that holds an index cannot be reached, or does not answer."""


class ModelError(AssistantError):
    """A chat model is unknown, lacks its package or key, or failed while answering."""


class ModelFault(ModelError):
    """A model's provider or the network failed, or what the model wrote is no answer.

    `kind` is one word from `docs/models.md`, such as `busy`; `wait` is how many seconds the
    provider asks to wait, if it says so.
    """

    def __init__(self, message: str, kind: str = "other", wait: float | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.wait = wait


class QuestionError(AssistantError):
    """A question that cannot be asked: it is empty, or too long."""
