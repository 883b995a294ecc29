"""The address says what is open, whoever asks for the page to be drawn."""

from streamlit.testing.v1 import AppTest


def look_of_its_own():
    import streamlit as st

    from ui import address

    if st.session_state.pop("looks", False):
        address.run_again()
    st.text(str(address.place()))
    address.remember()


def test_a_look_older_than_the_address_brings_nothing_back():
    page = AppTest.from_function(look_of_its_own, default_timeout=60)
    page.query_params["c"] = "one"
    page.run()
    page.query_params["cite"] = "answer.1"
    page.session_state["looks"] = True
    page.run()
    assert page.text[0].value == "None"
    assert list(page.query_params) == ["c"]


def test_what_came_near_and_a_citation_have_addresses_of_their_own():
    page = AppTest.from_function(look_of_its_own, default_timeout=60)
    for cite, near in (("answer.2", False), ("answer.near2", True)):
        page.query_params["cite"] = cite
        page.run()
        assert page.text[0].value == f"Place(message_id='answer', marker=2, near={near})"
