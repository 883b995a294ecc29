"""Each folder of `../shared/cases` gives the value that its README names."""

import json
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.article import Article
from assistant.cli.commands import app
from assistant.corpus.describe import describe
from assistant.corpus.load import find_articles
from assistant.corpus.loaded import LoadedText, LoadFailure

CASES = Path(__file__).parents[2].parent / "shared" / "cases"
pytestmark = pytest.mark.skipif(not CASES.exists(), reason=f"there is no folder {CASES}")


def read(case: str) -> dict[str, Article]:
    """The articles of a case, by source."""
    loaded = (one for one in find_articles([CASES / case]) if isinstance(one, LoadedText))
    return {article.source: article for article in map(describe, loaded)}


def run(home: Path, *words: str) -> dict:
    result = CliRunner().invoke(app, [*words, "--json", "--home", str(home)])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def asked(home: Path, case: str, question: str) -> str:
    run(home, "index", str(CASES / case))
    return run(home, "ask", question)["answer"]


def test_controls_boxes_and_tags_of_word_are_read():
    articles = read("docx-controls-boxes")
    assert "The council of Sdtville voted 14 to 9" in articles["sdt.docx"].text
    assert "12 million kronor" in articles["sdt.docx"].text
    assert "The council of Boxville voted 14 to 9" in articles["boxes.docx"].text
    assert all("Ilse Brandvold said" in article.text for article in articles.values())


def test_tracked_insertions_of_word_are_read_and_reported():
    article = read("docx-tracked-changes")["tracked.docx"]
    assert "voted 14 to 9 on Thursday not to close" in article.text
    assert "Mayor" in article.text
    loaded = next(find_articles([CASES / "docx-tracked-changes"]))
    assert isinstance(loaded, LoadedText)
    assert ["tracked changes" in warning for warning in loaded.warnings] == [True]


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """The answers to the questions of a case, by their ids."""

    def answered(case: str) -> dict[str, dict]:
        home, out = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("out") / "a.jsonl"
        run(home, "index", *map(str, sorted((CASES / case).glob("*.txt"))))
        questions = str(CASES / case / "q.jsonl")
        CliRunner().invoke(app, ["batch", questions, "--out", str(out), "--home", str(home)])
        return {one["id"]: one for one in map(json.loads, out.read_text().splitlines())}

    return answered


def test_an_exact_name_outranks_a_similar_one(answers):
    harbours = answers("exact-identifier")
    for line in (CASES / "exact-identifier" / "q.jsonl").read_text().splitlines():
        question = json.loads(line)
        answer = harbours[question["id"]]
        assert answer["abstained"] == question.get("abstain", False), question["q"]
        for pattern in question.get("must", ()):
            assert re.search(pattern, answer["answer"]), question["q"]


def test_a_similar_thing_is_not_taken_for_the_one_asked_about(answers):
    reasons = {one["id"]: one["reason"] for one in answers("near-miss-entity").values()}
    assert reasons == {
        "n1": "no relevant passage mentions “Model 5”",
        "n2": "no relevant passage mentions “library of Brovik”",
        "n3": "no relevant passage mentions “south crane”",
    }


def test_what_about_another_asks_the_same_of_it(answers):
    begins = {
        "f1": "4,900 kronor",
        "f2": "18.2 kilograms",
        "f3": "fog",
        "f4": "strike of the ushers",
    }
    for name, answer in answers("followup-what-about").items():
        assert begins[name] in answer["claims"][0]["text"]


@pytest.mark.parametrize("name", ["factiva.txt", "factiva_plain.txt"])
def test_an_export_of_factiva_is_four_articles(name):
    articles = [a for source, a in read("export-factiva").items() if source.startswith(name + "#")]
    assert [(a.title, a.publisher, a.published) for a in articles] == [
        ("Uniholm council votes to close port", "The Uniholm Courier", "2021-03-05"),
        ("Rebuilding better after Covid-19, part 1", "Larkland Times", "2021-03-05"),
        ("Ferry line reopens", "The Skarvik Post", "2021-03-05"),
        ("Bridge at Halden closed", "Halden Echo", "2021-03-05"),
    ]


@pytest.mark.parametrize("name", ["nexisuni_byline.docx", "nexisuni_nobyline.docx"])
def test_an_export_of_nexis_uni_is_four_articles_without_its_cover(name):
    articles = [a for s, a in read("export-nexis-uni").items() if s.startswith(name + "#")]
    days = ["2021-03-05", "2021-02-10", "2021-05-04", "2021-06-01"]
    assert [a.published for a in articles] == days
    assert not any("User Name" in a.text for a in articles)


def test_the_byline_is_found_wherever_a_page_has_it():
    articles = read("html-byline-on-page")
    assert {source: a.byline for source, a in articles.items()} == dict.fromkeys(
        ["byline_itemprop.html", "byline_page.html", "ld_cdata.html", "ld_graph.html"], "Runa Vik"
    )


def test_latin_1_is_read_as_browsers_read_it():
    (article,) = read("html-latin1-is-cp1252").values()
    assert set(article.text) & set("“”’–—")
    assert not re.search("[\x80-\x9f]", article.text)


def test_the_heading_of_the_masthead_is_no_title():
    titles = {source: a.title for source, a in read("html-masthead-h1").items()}
    assert titles == {
        "masthead_h1.html": "Mastville council closes coal port",
        "two_h1.html": "Twoheads council closes coal port",
    }


def test_an_article_in_one_block_is_read():
    assert list(read("html-one-block")) == ["one_block.html"]


def test_text_outside_of_elements_is_read():
    (article,) = read("html-tail-text").values()
    assert "voted 14 to 9" in article.text


def test_the_time_of_a_change_or_of_another_story_is_no_date():
    assert {a.published for a in read("html-time-element").values()} == {"2021-03-04"}


def test_the_html_part_of_a_newsletter_is_read():
    (article,) = read("mail-newsletter").values()
    assert "The council of Deltaville voted 14 to 9" in article.text
    assert "enable HTML" not in article.text


@pytest.mark.parametrize("case", ["name-not-utf8", "pipe-in-folder"])
def test_a_file_that_cannot_be_read_is_listed_and_the_others_are_indexed(tmp_path, case):
    subprocess.run([sys.executable, CASES / case / "make.py"], cwd=tmp_path, check=True)
    report = run(tmp_path / "home", "index", str(tmp_path / "d"))
    assert (report["added"], len(report["failed"])) == (1, 1)


def test_ligatures_do_not_change_an_answer(tmp_path):
    question = "Why did Otto Baffin resign?"
    answer = asked(tmp_path / "home", "pdf-ligatures", question)
    assert "after a conflict over the official figures" in answer
    (article,) = read("pdf-ligatures").values()
    plain = tmp_path / "plain.txt"
    plain.write_text(unicodedata.normalize("NFKC", article.text))
    run(tmp_path / "other", "index", str(plain))
    assert run(tmp_path / "other", "ask", question)["answer"] == answer


@pytest.mark.parametrize("case", ["pdf-two-columns", "pdf-mixed-width"])
def test_no_sentence_crosses_the_columns_of_a_page(tmp_path, case):
    answer = asked(tmp_path, case, "How much coal did the port handle in 2019?")
    assert "3.2 million tonnes" in answer
    assert "Moen said at the quay" not in answer


def test_records_of_news_services_are_one_article_each_with_its_date():
    days = {source: a.published for source, a in read("record-api-shapes").items()}
    assert days == {
        "bodylist.jsonl#1": None,
        "epoch.jsonl#3": "2021-03-04",
        "guardian.json#world/2021/x": "2021-03-05",
        "mongo.jsonl#60": "2021-03-05",
        "nitf_like.json#nyt://1": "2021-03-05",
        "wp.json#7": "2021-03-05",
    }


def test_html_in_the_fields_of_records_is_text():
    articles = read("record-html-text")
    assert len(articles) == 2
    for article in articles.values():
        assert not re.search(r"<\w|</|&\w+;", article.text)


def test_files_that_are_not_read_are_counted_by_kind(tmp_path):
    report = run(tmp_path, "index", str(CASES / "silent-kinds"))
    assert report["skipped"][".msg"] == 1
    assert report["added"] == 6


def test_a_title_cut_off_in_an_emoji_gets_a_vector(tmp_path):
    assert run(tmp_path, "index", str(CASES / "title-half-surrogate"))["added"] == 2
    result = CliRunner().invoke(app, ["doctor", "--home", str(tmp_path)])
    assert result.exit_code == 0, result.output


def test_tables_in_utf_16_are_read():
    towns = re.findall(r"Utf16\w+", " ".join(a.text for a in read("utf16-tables").values()))
    assert towns == ["Utf16town0", "Utf16town1", "Utf16town2", "Utf16ville"]


def test_brotli_in_a_web_archive_is_read_or_named():
    found = list(find_articles([CASES / "warc-brotli"]))
    assert any(isinstance(one, LoadedText) and "Brotliville" in one.text for one in found)
    assert all("zstd" in one.why for one in found if isinstance(one, LoadFailure))
