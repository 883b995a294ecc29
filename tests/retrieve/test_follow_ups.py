"""Whole conversations: each question, what it is taken to ask, and what was answered."""

import pytest

from assistant.reply import Turn
from assistant.retrieve.rewrite import rewrite

AS_IT_IS = None

CONVERSATIONS = {
    "a person, and another": [
        ("What did Vera Osei say about the bridge?", AS_IT_IS, "It is old [1]."),
        ("When did she say it?",
         "When did Vera Osei say it, regarding the bridge?", "On Monday [1]."),
        ("And what did Pilar answer?", AS_IT_IS, "That it is not [2]."),
        ("Did he resign?", "Did Pilar resign?", "Yes [2]."),
        ("Who replaced him?", "Who replaced Pilar?", ""),
    ],
    "bodies that act": [
        ("What did the GTA say about masks in March?", AS_IT_IS, "They help [1]."),
        ("Did they change their advice later?", "Did the GTA change their advice later?", ""),
        ("Why?", "Why did the GTA change their advice later?", ""),
        ("What about children?",
         "What about children: Why did the GTA change their advice later?", ""),
    ],
    "several, and the first of them": [
        ("Which airlines cut flights to Peru?", AS_IT_IS, "Bodan Air and Rhine Jet did [1]."),
        ("When did the first one do so?", "When did Bodan Air cut flights to Peru?", ""),
        ("How many flights were affected?",
         "How many flights were affected, regarding Bodan Air and Peru?", ""),
        ("Are they back now?", "Are flights back now?", ""),
    ],
    "a thing that was named three questions ago": [
        ("How high was inflation in Peru in May?", AS_IT_IS, "9 percent [1]."),
        ("And in June?", "How high was inflation in Peru in June?", "10 percent [2]."),
        ("What about Chile?", "How high was inflation in Chile in June?", "8 percent [3]."),
        ("Which is higher?", "Which is higher, regarding inflation, Chile and Peru?", ""),
        ("What does the central bank plan to do about it?",
         "What does the central bank plan to do about inflation?", ""),
    ],
    "what happened": [
        ("How many people died in the Lindau storm?", AS_IT_IS, "24 [1]."),
        ("When did it hit?", "When did the Lindau storm hit?", "In March [1]."),
        ("How much damage did it do?", "How much damage did the Lindau storm do?", ""),
    ],
    "names side by side are not it": [
        ("Did Bodan Air and Rhine Jet sign the contract?", AS_IT_IS, "Yes [1]."),
        ("What is it worth?", "What is the contract worth?", ""),
    ],
    "written in small letters": [
        ("tell me about the canal blockage", AS_IT_IS, "A ship was stuck [1]."),
        ("how long was the ship stuck",
         "how long was the ship stuck, regarding the canal blockage?", "Six days [1]."),
        ("who owns it", "who owns the ship", ""),
    ],
    "a person named ten turns ago": [
        ("Who is Vera Osei?", AS_IT_IS, "She is the mayor [1]."),
        *[(f"Did she speak in 200{n}?", f"Did Vera Osei speak in 200{n}?", "") for n in range(8)],
        ("How old is she?", "How old is Vera Osei?", ""),
    ],
}  # fmt: skip


def test_a_conversation_of_a_thousand_turns_is_no_trouble():
    turns = [Turn("user", "Who is Vera Osei?"), Turn("assistant", "The mayor [1].")] * 500
    assert rewrite("How old is she?", turns) == "How old is Vera Osei?"


@pytest.mark.parametrize("told", CONVERSATIONS.values(), ids=CONVERSATIONS)
def test_a_conversation_keeps_its_thread(told):
    turns: list[Turn] = []
    for question, meant, answer in told:
        assert rewrite(question, turns) == (meant or question)
        turns += [Turn("user", question), Turn("assistant", answer)]
