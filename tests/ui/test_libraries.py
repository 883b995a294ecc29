"""Libraries side by side: named, found, put aside, brought back."""

import pytest

from ui.libraries import (
    home_of,
    library_names,
    make_library,
    remove_library,
    restore_library,
    usable_name,
)


def test_a_library_is_found_by_its_name(tmp_path):
    assert library_names(tmp_path) == []
    make_library(tmp_path, "The veto case")
    assert library_names(tmp_path) == ["The veto case"]
    assert home_of(tmp_path, "The veto case") == tmp_path / "libraries" / "The veto case"


@pytest.mark.parametrize("name", ["", "nothing", "../..", ".removed-x"])
def test_a_name_that_there_is_not_is_the_main_library(tmp_path, name):
    assert home_of(tmp_path, name) == tmp_path


def test_what_is_put_aside_comes_back_with_all_it_held(tmp_path):
    make_library(tmp_path, "case")
    (home_of(tmp_path, "case") / "library.sqlite").write_text("x")
    remove_library(tmp_path, "case")
    assert library_names(tmp_path) == []
    make_library(tmp_path, "case")
    remove_library(tmp_path, "case")
    restore_library(tmp_path, "case")
    assert library_names(tmp_path) == ["case"]


@pytest.mark.parametrize(
    "name", ["../up", "a/b", "", "  ", ".hidden", "dot.", "x" * 61, "case", "CASE"]
)
def test_a_name_that_is_no_folder_or_taken_is_refused(name):
    assert usable_name(name, ["Case"]) is None


def test_a_name_is_trimmed():
    assert usable_name("  The   veto  ", []) == "The veto"
