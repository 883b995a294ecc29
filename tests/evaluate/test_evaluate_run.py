import json
from dataclasses import dataclass
from html.parser import HTMLParser

import pytest

from assistant.article import Article
from assistant.errors import LibraryError, LoadError, ModelError
from assistant.evaluate.html_report import report_html, write_report
from assistant.evaluate.results import compare, load_report
from assistant.evaluate.run import evaluate
from assistant.evaluate.text_report import markdown_table, render
from assistant.reply import Answer, Citation, Claim, Excerpt, ExcerptsFound, Filters, Finished

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"
ARTICLE = Article("a.txt", f"The vote was 13 to 2. {HOSTILE}", title=HOSTILE)
EXCERPT = Excerpt("a-0", ARTICLE.article_id, "corpus.jsonl#a1", 0, 21, ARTICLE.text, HOSTILE)


class Scripted:
    """Answers with its first sentence what names the vote, fails on what says so."""

    def __init__(self, text="The vote was 13 to 2 [1]."):
        self.text = text

    def stream(self, question, *, history=(), filters=Filters(), documents=None, threshold=None):
        if "fail" in question:
            raise ModelError("the model is gone")
        yield ExcerptsFound(question, (EXCERPT,))
        yield Finished(self.answer(question, documents))

    def answer(self, question, documents):
        if "vote" not in question:
            return Answer(question, question, "The articles do not say.", True, "no", 0.1)
        source = "documents#0" if documents else "a.txt"
        citation = Citation(
            1, source, ARTICLE.article_id, None, None, None, ARTICLE.text[:21], 0, 21
        )
        claim = Claim("The vote was 13 to 2.", (1,), True, 0.9)
        return Answer(
            question, question, self.text, False, None, 0.9, (claim,),
            citations=(citation,), timings_ms={"total": 12},
        )  # fmt: skip

    def search(self, question, k=10, filters=Filters()):
        return [EXCERPT]

    def article_version(self, article_id):
        return ARTICLE


@dataclass(frozen=True)
class Said:
    supported: bool
    score: float = 0.5
    why: str = "because"


def judge(document, claim):
    return Said(claim in document)


def write(path, *records):
    path.write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    return path


@pytest.fixture
def questions(tmp_path):
    return write(
        tmp_path / "mine.jsonl",
        {"id": "1", "kind": "number", "q": "How was the vote?", "must": ["13"], "src": ["a"]},
        {"id": "2", "kind": "fact", "q": "Who lost the vote?", "must": [HOSTILE]},
        {"id": "3", "kind": "unanswerable", "q": "What is the capital?", "abstain": True},
        {"id": "4", "kind": "fact", "q": "Does it fail?"},
    )


def figure(report, name, kind="all"):
    return next(f.estimate for f in report.figures if f.name == name and f.kind == kind)


def test_each_question_is_judged_by_its_rules(questions):
    report = evaluate(Scripted(), [questions])
    assert [bool(o.faults) for o in report.outcomes] == [False, True, False, True]
    assert figure(report, "passed").value == 0.5
    assert figure(report, "passed", "number").value == 1.0
    assert figure(report, "citations valid").value == 1.0


def test_a_set_with_rules_has_a_risk_coverage_curve(questions):
    report = evaluate(Scripted(), [questions])
    # two of four questions are answered: the first is right, the second is not
    assert figure(report, "right, of the most confident half").value == 0.5
    assert figure(report, "risk-coverage, area (1 is best)").value == 0.75
    assert "Risk and coverage" in report_html(report)


def test_a_question_that_raises_is_a_failure_that_names_the_error(questions):
    failed = evaluate(Scripted(), [questions]).outcomes[3]
    assert failed.faults == ("error: the model is gone",)


def test_quotes_are_checked_in_the_documents_of_the_question(tmp_path):
    record = {"id": "1", "q": "How was the vote?", "documents": [{"text": "Other words."}]}
    outcome = evaluate(Scripted(), [write(tmp_path / "d.jsonl", record)]).outcomes[0]
    assert outcome.faults == ("the text at the offsets is not the quote",)


def test_gold_articles_and_facts_are_looked_for_in_what_search_finds(tmp_path):
    record = {
        "id": "1", "question": "How was the vote?", "type": "inference_query", "answers": ["13"],
        "relevant_doc_ids": ["a1"], "unanswerable": False, "evidence": [{"fact": "13 to 2"}],
    }  # fmt: skip
    report = evaluate(Scripted(), [write(tmp_path / "m.jsonl", record)])
    assert figure(report, "Hits@4").value == 1.0
    assert figure(report, "all gold articles in 10").value == 1.0


def test_claims_are_judged_by_the_judge(tmp_path):
    claims = write(
        tmp_path / "claims.jsonl",
        {"id": "1", "document": "A vote.", "claim": "A vote", "supported": True},
        {"id": "2", "document": "A vote.", "claim": "A veto", "supported": False},
    )
    report = evaluate(Scripted(), [claims], judge=judge)
    assert figure(report, "balanced accuracy").value == 1.0
    assert figure(report, "false pass").value == 0.0


def test_a_report_is_kept_and_read_back_the_same(questions, tmp_path):
    report = evaluate(Scripted(), [questions])
    write_report(report, tmp_path / "out")
    kept = load_report(tmp_path / "out")
    assert kept.outcomes == report.outcomes
    assert render(kept) == render(report)


def test_a_comparison_names_what_was_mended_and_what_was_broken(questions):
    good, bad = evaluate(Scripted(), [questions]), evaluate(Scripted("Nothing [1]."), [questions])
    assert [c.now.id for c in compare(bad, good).mended] == ["1"]
    assert [c.now.id for c in compare(good, bad).broken] == ["1"]
    assert "Broken: 1" in render(bad, compare(good, bad))


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.names = set()
        self.attributes = set()

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_nothing_from_questions_articles_or_models_becomes_markup(questions):
    report = evaluate(Scripted(HOSTILE + " vote [1]."), [questions])
    page = report_html(report, compare(report, report))
    assert "&lt;script&gt;" in page
    tags = Tags()
    tags.feed(page)
    assert not tags.names & {"script", "img", "link", "iframe"}
    assert not any(name.startswith("on") for name in tags.attributes)
    assert not tags.attributes & {"src", "href"}


def test_a_figure_table_has_a_row_for_each_figure(questions):
    report = evaluate(Scripted(), [questions])
    assert len(markdown_table(report.figures).splitlines()) == len(report.figures) + 2


def test_a_report_that_cannot_be_read_or_written_is_one_clear_error(questions, tmp_path):
    with pytest.raises(LoadError, match="no report"):
        load_report(tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(LibraryError, match="cannot be written"):
        write_report(evaluate(Scripted(), [questions]), tmp_path / "file")
