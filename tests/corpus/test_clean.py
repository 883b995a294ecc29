import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus.clean import clean
from assistant.corpus.loaded import Record

LEAD = "The mayor of Larkham resigned on Monday after a long dispute over the town's harbour."
SECOND = "She told the council that she would leave her office by the end of the month."
THIRD = "The council will elect a successor in June, according to its deputy chairman."
BODY = "\n\n".join((LEAD, SECOND, THIRD))


def _kept(text, **record):
    return [span.of(text) for span in clean(text, Record(**record)).kept]


def _omitted(text, **record):
    found = clean(text, Record(**record)).omitted
    return [(text[o.start : o.end], o.why) for o in found]


LINES = st.sampled_from(
    [
        *(LEAD, SECOND, THIRD, "Mayor of Larkham resigns", "By Jane Doe", "May 3, 2021", ""),
        *("ADVERTISEMENT", "Sign up for our newsletter", "Photo: Jo Bloggs/Reuters", "  ", "—"),
        *(
            "Harbour dispute",
            "Read more: The harbour",
            "© 2021 The Larkham Times",
            "“No,” she said.",
        ),
        *("Opinion contributor", "The Larkham Times", "Related stories", "x@example.com", "\u00a0"),
    ]
)
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(LINES, max_size=25).map("\n".join),
    st.lists(LINES).map("\r\n\r\n".join),
)


@given(TEXTS)
def test_kept_and_omitted_cover_all_but_white_space_in_order_and_without_overlap(text):
    cleaned = clean(text)
    kept = [(span.start, span.end) for span in cleaned.kept]
    spans = sorted(kept + [(gap.start, gap.end) for gap in cleaned.omitted])
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    covered = "".join(text[start:end] for start, end in spans)
    assert "".join(covered.split()) == "".join(text.removeprefix("\ufeff").split())
    for part in (cleaned.kept, cleaned.omitted):
        assert list(part) == sorted(part, key=lambda s: s.start)


@pytest.mark.parametrize(
    "words",
    [
        "The attackers put a <script> tag into the search page of the bank, the police said.",
        "Users who typed `<script>alert(1)</script>` into the field saw the names of all the "
        "others, according to Ms. Lund, who found the fault on 3 May.",
        "In the lesson, the pupils write function () and the teacher explains what it returns.",
        "Each letter began with “Dear {{name}}”, because nobody had filled in the template.",
    ],
)
def test_reporting_that_mentions_code_is_kept(words):
    assert _kept(f"{LEAD}\n\n{words}\n\n{SECOND}") == [f"{LEAD}\n\n{words}\n\n{SECOND}"]


@pytest.mark.parametrize(
    "code",
    [
        "<script>alert(1)</script>",
        "window.dataLayer = window.dataLayer || []; function gtag(){dataLayer.push(arguments);}",
        "var count = 1; if (count > 0) { document.write(count); } else { return false; }",
        '<div class="ad">Here is our new offer</div>',
        "googletag.cmd.push(function() { googletag.display('div-gpt-ad-1'); });",
        "{{ title }} - {{ site }}",
    ],
)
def test_page_code_is_left_out(code):
    assert _omitted(f"{LEAD}\n\n{code}\n\n{SECOND}") == [(code, "page code")]


@given(TEXTS)
def test_whatever_is_not_empty_keeps_something_or_says_why_not(text):
    cleaned = clean(text)
    assert bool(cleaned.kept) == bool(text.strip())


@given(TEXTS)
def test_what_the_head_shows_stands_where_it_says(text):
    head = clean(text).head
    for span in (head.title, head.byline, head.publisher):
        assert span is None or (span.of(text).strip() == span.of(text) != "")


@given(st.lists(st.sampled_from([LEAD, SECOND, THIRD]), min_size=1, max_size=3, unique=True))
def test_no_sentence_of_reporting_is_lost(sentences):
    text = "Mayor of Larkham resigns\n\n" + "\n\n".join(sentences)
    assert "\n\n".join(sentences) in _kept(text)


def test_the_head_is_read_and_left_out():
    text = f"News\nMayor of Larkham resigns over harbour\nBy Jane Doe\nMay 3, 2021\n{BODY}"
    cleaned = clean(text)
    assert cleaned.head.title.of(text) == "Mayor of Larkham resigns over harbour"
    assert cleaned.head.byline.of(text) == "Jane Doe"
    assert cleaned.head.published.iso == "2021-05-03"
    assert _kept(text) == [BODY]


def test_a_text_that_begins_with_reporting_has_no_headline():
    assert clean(BODY).head.title is None
    assert _kept(BODY) == [BODY]


def test_a_deck_and_the_subheadings_are_kept():
    text = (
        f"Mayor of Larkham resigns\nCouncil to elect a successor\n{LEAD}\nHarbour dispute\n{SECOND}"
    )
    assert _kept(text) == [text.partition("\n")[2]]


def test_the_headline_of_the_record_is_found_in_the_text():
    text = f"The mayor has gone. Larkham is in shock.\n\n{BODY}"
    assert _kept(text, title="The mayor has gone. Larkham is in shock") == [BODY]
    assert _kept(text) == [text]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Doe", "Jane Doe"),
        ("By JANE DOE and JOHN ROE", "JANE DOE and JOHN ROE"),
        ("By Jane Doe and John Roe, Paris Correspondent", "Jane Doe and John Roe"),
        ("By Kim Su-binPublished : May 3, 2021 - 15:47", "Kim Su-bin"),
        ("by Ludwig van der Berg | May 3, 2021", "Ludwig van der Berg"),
        ("Written by Donna O’Neill Jr.", "Donna O’Neill Jr."),
        ("By Jane Doe in Paris", "Jane Doe in Paris"),
        ("Staff and agencies", "Staff and agencies"),
    ],
)
def test_bylines_give_the_names(line, names):
    text = f"Mayor of Larkham resigns\n{line}\n{BODY}"
    assert clean(text).head.byline.of(text) == names
    assert _kept(text) == [BODY]


@pytest.mark.parametrize(
    "line",
    [
        "By Friday the storm had passed over the coast and out to sea.",
        "By land and by sea",
        "By the time he left, it was over",
        "Byline awards for the town's reporters",
    ],
)
def test_sentences_that_begin_with_by_are_no_bylines(line):
    text = f"Mayor of Larkham resigns\n{BODY}\n{line}"
    assert clean(text).head.byline is None
    assert line in _kept(text)[-1]


def test_a_name_above_an_office_is_the_byline():
    text = f"Jane Doe\n\nOpinion contributor\n\n{BODY}"
    assert clean(text).head.byline.of(text) == "Jane Doe"


FURNITURE = [
    "ADVERTISEMENT",
    "Advertisement:",
    "Story continues below advertisement",
    "Back to top",
    "Share this on Facebook",
    "Slideshow (4 Images)",
    "Related Stories",
    "Read more: What the harbour means for the town",
    "Follow us on Twitter",
    "Follow Jane Doe on Twitter @janedoe",
    "Sign up for our daily newsletter",
    "Subscribe now for as little as $2 a month!",
    "Already a member? Sign in here",
    "Download the app",
    "Get breaking news alerts and special reports delivered to your inbox.",
    "Support our journalism. Become a member today.",
    "We use cookies to improve your experience. By continuing you accept our privacy policy.",
    "Copyright 2021 Larkham Media. All rights reserved.",
    "The opinions expressed by columnists are their own and do not represent those of the paper.",
    "Contact the reporter at jane@example.com",
    "(jane@example.com)",
    "Updated at 12:21 p.m. ET",
    "___",
    "{{ #verifyErrors }} {{ message }} {{ /verifyErrors }}",
    "Photo: Jo Bloggs/Reuters",
    "FILE - The mayor of Larkham at the harbour in May.",
    "Jo Bloggs/AP/File From left, the mayor and the harbour master, in Larkham, Feb. 7, 2019.",
    "The mayor speaks at the harbour on May 3, 2021. (AP Photo/Jo Bloggs)",
    "The mayor at the harbour in May. Photograph: Jo Bloggs/Getty Images",
    "Jane Doe, left, is photographed with members of the council. (Leo Tam / Coast News)",
    "Jane Doe, second from right, is pictured outside the town hall.",
    "Getty Images The old market hall, which will close in May after ninety years.",
    "The market hall on May 3, 2021. REUTERS/Pat Lens Purchase Licensing Rights, opens new tab",
    "The market hall on Monday. (Pat Lens for The Washington Post)",
    "Lou Ferris at the market hall, where he sells fish.Credit...Owen Pratt for The Echo",
    "Image",
    "![Families wait](img/a.jpg)",
    '[![Families wait](img/a.jpg "Families")](img/b.jpg)',
    "This article is for subscribers only.",
    "Get unlimited access for $1 a week",
    "A version of this article appears in print on May 4, 2021, Section A, Page 12.",
    "Leer en español",
    "Do you have a story? Email newsdesk@narvo.example or call 555 1234.",
    "Order Reprints | Today’s Paper | Subscribe",
    "Unsubscribe | Privacy policy",
    "We may earn a commission if you buy something through links on this page.",
    "If you buy through links on our site, we may earn an affiliate commission.",
    "ProQuest document link",
    "Document MJDLY00020210505eh550001x",
    "Lesen Sie auch: Stadtrat schließt das Bergwerk in Hale",
]


@pytest.mark.parametrize("line", FURNITURE)
def test_page_furniture_is_left_out_wherever_it_stands(line):
    for text in (f"{LEAD}\n\n{line}\n\n{SECOND}", f"{LEAD}\n\n{SECOND}\n\n{line}"):
        assert [words for words, _ in _omitted(text)] == [line]


REPORTING = [
    "“Sign up for our newsletter,” the minister told the crowd.",
    "Subscribers to the newsletter fell by a third, the company said.",
    "Starting this month, users are offered a choice between a monthly subscription and tracking.",
    "Your account may be closed by the bank without notice, under the new rules.",
    "Agence France-Presse and Associated Press contributed to this report",
    "Contributing: Dawn Gilbert",
    "Reporting by Jane Doe; editing by John Roe",
    "Editor’s note: This story has been corrected to say that the harbour is in Larkham.",
    "She gave the photo to Reuters.",
    "The council met on Monday, officials told Reuters",
    "Half of the town wants the bridge, according to a poll by Reuters/Ipsos.",
    "A spokesman confirmed the news to the Harbour Post/Reuters",
    "The statement came from Larkham via Reuters",
    "The council will sell the picture: two people told Reuters",
    "The council met on Monday, officials told reporters. (Reuters)",
    "A Harbour Post/Reuters poll finds that half of the town wants the bridge.",
    "Jo Bloggs/AP asked the mayor, who said that the harbour would open again.",
    "The picture was distributed by Getty Images.",
    "He spoke to reporters at the harbour (right) and declined to comment.",
    "OpenAI previews new subscription tier",
    "Related companies paid no tax in 2020.",
    "政府は劣勢にあると主張しているが、能力を維持している。(c)AFP/Taro YAMADA",
    "Home prices rose by 4 per cent.",
    "– The council’s ‘gamble’ –",
    "Donate blood",
    "Images of the harbour | Plans for the bridge",
    "The bank may earn a commission of four million euros on the sale of the harbour.",
    "Reuters In-House Lawyers sued the town.",
    "The seat went to a newcomer (a Democrat for Larkham)",
    "Document 14 was lost.",
    "March 18",
    "No comment.",
]


@pytest.mark.parametrize("line", REPORTING)
def test_reporting_that_looks_like_furniture_is_kept(line):
    text = f"{LEAD}\n\n{line}\n\n{SECOND}"
    assert _kept(text) == [text]


def test_the_last_sentence_before_the_name_of_an_agency_is_kept():
    text = f"{LEAD}\n\n{SECOND} (Reuters)"
    assert _kept(text) == [text]


def test_a_line_in_italics_under_an_image_is_its_caption():
    caption = "![Families wait](img/a.jpg)\n*Families wait at the quay.*"
    assert _kept(f"{LEAD}\n\n{caption}\n\n{SECOND}") == [LEAD, SECOND]


CREDITS = ["Getty Images", "AFP via Getty Images", "Reuters", "EPA"]
CAPTION = "Mayor Ann Lee speaks at the town hall"


@pytest.mark.parametrize("credit", CREDITS)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_caption_below_its_credit_is_left_out(credit, gap):
    assert _kept(f"{LEAD}\n\n{credit}{gap}{CAPTION}\n\n{SECOND}") == [LEAD, SECOND]
    assert _kept(f"{LEAD}\n\n{credit}\n\n{SECOND}") == [LEAD, SECOND]


def test_any_fragment_below_the_source_of_an_image_is_its_caption():
    caption = "Image source, Getty Images\n\nMayor Ann Lee has led the town since 2015"
    assert _kept(f"{LEAD}\n\n{caption}\n\n{SECOND}") == [LEAD, SECOND]


def test_a_caption_above_the_first_sentence_is_left_out_but_no_headline():
    headline = "Mayor of Larkham resigns over harbour"
    assert _kept(f"{headline}\n\nGetty Images\n\n{CAPTION}\n\n{BODY}") == [BODY]
    for above in ("Getty Images", "Larkham and county\n\nGetty Images"):
        title = clean(f"{above}\n\n{headline}\n\n{BODY}").head.title
        assert title is not None


@pytest.mark.parametrize(
    "lines",
    [
        "Getty Images\n\nThe mayor left the town hall.",
        "Getty Images\n\nTwo divers drowned on Monday while they inspected the third pillar",
        "Getty Images\n\nMayor resigned at noon",
        "Share below the line: 60%\n\nGetty Images\n\nBill increase since 2010: 154 per cent",
        "Getty Images\n\nHarbour fees in euros\n\nLarkham: 14",
    ],
)
def test_a_line_beside_a_credit_that_may_be_reporting_is_kept(lines):
    rest = lines.replace("Getty Images\n\n", "")
    kept = "\n\n".join(_kept(f"{LEAD}\n\n{lines}\n\n{SECOND}"))
    assert kept == f"{LEAD}\n\n{rest}\n\n{SECOND}"


def test_the_numbered_links_under_their_heading_are_left_out():
    links = "Most popular\n\n1. Council closes market hall\n\n2. Ferry line to Skarvik reopens"
    assert _kept(f"{LEAD}\n\n{SECOND}\n\n{links}\n\n{THIRD}") == [f"{LEAD}\n\n{SECOND}", THIRD]


@pytest.mark.parametrize("heading", ["Comments (14)", "14 comments", "3 Responses to Harbour"])
def test_everything_under_the_heading_of_the_comments_is_left_out(heading):
    comments = f"{heading}\n\nAnna B says:\n\nI agree with every word of this, mayors have to go."
    assert _kept(f"{LEAD}\n\n{SECOND}\n\n{comments}") == [f"{LEAD}\n\n{SECOND}"]


def test_a_count_of_comments_above_the_text_is_not_their_heading():
    assert _kept(f"Mayor resigns over harbour\n\n14 comments\n\n{BODY}") == [BODY]


def test_the_name_of_the_paper_and_the_day_alone_on_a_line_are_left_out():
    extra = {"publisher": "The Larkham Echo", "published": "2021-05-05"}
    lines = "The Larkham Echo\n\nMay 5, 2021"
    assert _kept(f"{LEAD}\n\n{lines}\n\n{SECOND}", **extra) == [LEAD, SECOND]


def test_the_label_in_front_of_the_full_text_is_left_out():
    text = f"Title: Mayor resigns\nAuthor: Jane Doe\n\nFull text: {LEAD}\n\n{SECOND}"
    assert _kept(text) == [f"{LEAD}\n\n{SECOND}"]


def test_the_title_of_an_image_above_its_caption_is_left_out_with_it():
    text = (
        f"{LEAD}\n\nTown Council Meets On Harbour\nMembers of the council listen as the mayor "
        f"speaks on May 3, 2021 in Larkham.\n\nJo Bloggs/Getty Images\n\n{SECOND}\n\n{THIRD}"
    )
    assert _kept(text) == [LEAD, f"{SECOND}\n\n{THIRD}"]


def test_a_paragraph_above_a_credit_is_kept_unless_it_describes_a_picture():
    text = f"{LEAD}\n\n{SECOND}\n\nJo Bloggs/Getty Images\n\n{THIRD}"
    assert _kept(text) == [f"{LEAD}\n\n{SECOND}", THIRD]


def test_a_body_that_stands_there_twice_is_kept_once():
    text = f"Mayor of Larkham resigns\n\n{BODY}\n\nHarbour\n\n{BODY}"
    assert _kept(text) == [f"{BODY}\n\nHarbour"]
    assert _omitted(text)[-1] == (BODY, "repeated above")


def test_a_second_copy_is_found_under_other_line_breaks():
    text = f"{BODY}\n\n{LEAD} {SECOND} {THIRD}"
    assert _kept(text) == [BODY]


def test_short_lines_may_repeat():
    text = f"{LEAD}\n\nNo comment.\n\n{SECOND}\n\nNo comment.\n\n{THIRD}"
    assert _kept(text) == [text]


def test_the_paper_is_told_by_its_masthead_and_the_mark_of_an_edition_left_off():
    text = (
        f"The Larkham Echo - UK\nThe Larkham Echo - UK\nWorld\nMayor of Larkham resigns\n\n{BODY}"
    )
    cleaned = clean(text)
    assert cleaned.head.publisher.of(text) == "The Larkham Echo"
    assert cleaned.head.title.of(text) == "Mayor of Larkham resigns"


def test_the_paper_is_told_by_the_end_of_the_headline():
    text = f"Mayor of Larkham resigns - The Larkham Echo\n\n{BODY}"
    head = clean(text).head
    assert (head.title.of(text), head.publisher.of(text)) == (
        "Mayor of Larkham resigns",
        "The Larkham Echo",
    )


def test_the_paper_is_told_by_its_copyright_and_not_by_that_of_a_wire():
    own = f"{BODY}\n\nCopyright © 2021 The Larkham Echo, LLC. Click here for reprint permission."
    wire = f"{BODY}\n\nCopyright 2021 The Associated Press. All rights reserved."
    assert clean(own).head.publisher.of(own) == "The Larkham Echo"
    assert clean(wire).head.publisher is None


def test_what_follows_a_call_to_sign_up_under_the_article_is_the_pages_own():
    text = (
        f"{BODY}\n\nAgence Larkham contributed to this report\n\nSign up to read this article\n"
        "Related Stories\nHarbour opens again\nFourteen days free\nThe best of the week"
    )
    assert _kept(text) == [f"{BODY}\n\nAgence Larkham contributed to this report"]


def test_a_date_line_in_the_midst_of_a_timeline_is_kept():
    text = f"{LEAD}\n\nMay 3, 2021\n\n{SECOND}\n\nMay 4, 2021\n\n{THIRD}"
    assert _kept(text) == [text]


def test_an_article_about_a_licence_keeps_its_sentences():
    about = "The city of Larkham puts Creative Commons at the centre of its plan for museums."
    notice = "This article is republished from Echo under a Creative Commons licence."
    assert _kept(f"{BODY}\n\n{about}\n\n{notice}") == [f"{BODY}\n\n{about}"]
