"""Word documents are read as Word shows them, with all tracked changes accepted."""

import io

from docx import Document
from docx.oxml import parse_xml

from assistant.corpus.readers.word import read_docx

W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
VOTED = "The council of Boxville voted 14 to 9 on Thursday to close the coal port."


def run(words, inside=""):
    return f'<w:r>{inside}<w:t xml:space="preserve">{words}</w:t></w:r>'


def read(*blocks, table=None):
    document = Document()
    body = document.element.body
    for block in blocks:
        body.insert(len(body) - 1, parse_xml(block.replace(">", f" {W}>", 1)))
    data = io.BytesIO()
    document.save(data)
    (article,) = read_docx("a.docx", io.BytesIO(data.getvalue()))
    return article


def test_inserted_words_and_paragraphs_are_read_and_deleted_ones_are_not():
    article = read(
        f"<w:p>{run('It voted ')}<w:del w:id='1'><w:r><w:delText>15 to 8 </w:delText></w:r></w:del>"
        f"<w:ins w:id='2'>{run('14 to 9 not ')}</w:ins>{run('to close the port.')}</w:p>",
        f"<w:p><w:ins w:id='3'>{run('The mayor wept.')}</w:ins></w:p>",
    )
    assert article.text == "It voted 14 to 9 not to close the port.\n\nThe mayor wept."
    assert article.warnings == (
        "3 tracked changes are not yet accepted or rejected in the document; read as if accepted",
    )


def test_moved_words_are_read_where_they_are_moved_to():
    article = read(
        f"<w:p><w:moveFrom w:id='1'>{run('On Monday ')}</w:moveFrom>{run('it closed')}"
        f"<w:moveTo w:id='2'>{run(' on Monday')}</w:moveTo>{run('.')}</w:p>"
    )
    assert article.text == "it closed on Monday."


def test_a_paragraph_whose_mark_is_deleted_goes_on_in_the_next():
    article = read(
        f"<w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>{run('It closed ')}</w:p>",
        f"<w:p>{run('on Monday.')}</w:p>",
    )
    assert article.text == "It closed on Monday."


def test_content_controls_are_read_around_paragraphs_and_within_them():
    article = read(
        f"<w:sdt><w:sdtContent><w:p>{run(VOTED)}</w:p></w:sdtContent></w:sdt>",
        f"<w:p>{run('The price was ')}<w:sdt><w:sdtContent>{run('12 million kronor')}"
        f"</w:sdtContent></w:sdt>{run('.')}</w:p>",
    )
    assert article.text == f"{VOTED}\n\nThe price was 12 million kronor."


def test_smart_tags_fields_and_links_are_part_of_their_paragraph():
    article = read(
        f"<w:p>{run('Mayor ')}<w:smartTag>{run('Ilse Brandvold')}</w:smartTag>{run(' said the ')}"
        f"<w:hyperlink>{run('talks')}</w:hyperlink>"
        f"<w:fldSimple>{run(' of 2019')}</w:fldSimple><w:customXml>{run(' failed.')}</w:customXml>"
        "</w:p>"
    )
    assert article.text == "Mayor Ilse Brandvold said the talks of 2019 failed."


def test_a_text_box_is_read_once_after_its_paragraph():
    box = f"<w:txbxContent><w:p>{run(VOTED)}</w:p></w:txbxContent>"
    article = read(
        f"<w:p>{run('Boxville closes its port')}<w:r><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert article.text == f"Boxville closes its port\n\n{VOTED}"


def test_hidden_text_is_not_read():
    hidden = run("secret ", "<w:rPr><w:vanish/></w:rPr>")
    shown = run("the port.", "<w:rPr><w:vanish w:val='0'/></w:rPr>")
    assert read(f"<w:p>{run('It closed ')}{hidden}{shown}</w:p>").text == "It closed the port."


def test_a_table_is_a_line_a_row_and_a_merged_cell_is_read_once():
    def cell(words, span=1):
        return f"<w:tc><w:tcPr><w:gridSpan w:val='{span}'/></w:tcPr><w:p>{run(words)}</w:p></w:tc>"

    article = read(
        f"<w:tbl><w:tr>{cell('Tonnes of coal', 2)}</w:tr><w:tr>{cell('2019')}{cell('3.2')}</w:tr>"
        f"<w:sdt><w:sdtContent><w:tr>{cell('2020')}{cell('3.0')}</w:tr></w:sdtContent></w:sdt>"
        f"<w:tr><w:trPr><w:del w:id='1'/></w:trPr>{cell('2021')}{cell('9.9')}</w:tr></w:tbl>"
    )
    assert article.text == "Tonnes of coal\n\n2019  3.2\n2020  3.0"


def test_a_first_paragraph_in_the_style_of_titles_goes_before_the_properties():
    document = Document()
    document.core_properties.title = "Word Document"
    document.add_paragraph("Boxville closes its coal port", style="Title")
    document.add_paragraph(VOTED)
    data = io.BytesIO()
    document.save(data)
    (article,) = read_docx("a.docx", io.BytesIO(data.getvalue()))
    assert article.record.title == "Boxville closes its coal port"
