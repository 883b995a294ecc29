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
        ("And what did Pilar answer?",
         "And what did Pilar answer, regarding the bridge?", "That it is not [2]."),
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
    "the last of many": [
        ("How many missiles has Peru launched?", AS_IT_IS, "23, said the council and the UN [1]."),
        ("When was the last one?", "When was the last missile?", ""),
        ("What do Chilean diplomats say?",
         "What do Chilean diplomats say, regarding the last missile and Peru?", ""),
        ("Any sanctions?", "Any sanctions, regarding the last missile and Peru?", ""),
        ("On what?", "On what, regarding the last missile and Peru?", ""),
    ],
    "those who were found": [
        ("Who was arrested after the robbery in Lindau?", AS_IT_IS, "Three brothers [1]."),
        ("What did they steal?", "What did three brothers steal?", ""),
    ],
    "what somebody wrote": [
        ("Who is the author of the report on prisons?", AS_IT_IS, "Judge Emma Clay [1]."),
        ("When did she publish it?", "When did Emma Clay publish the report?", ""),
        ("What are its main findings?", "What are the report's main findings?", ""),
        ("Did the minister accept them?",
         "Did the minister accept the report's main findings?", ""),
        ("What did he say exactly?", "What did the minister say exactly?", ""),
    ],
    "an event in small letters": [
        ("what's the latest on the hurricane", AS_IT_IS, "It hit Peru [1]."),
        ("where is it heading", "where is the hurricane heading", ""),
        ("any deaths", "any deaths, regarding the hurricane?", ""),
        ("thx, and when will power be back",
         "and when will power be back, regarding the hurricane?", ""),
    ],
    "thanks and doubts": [
        ("When was the Halden dam built?", AS_IT_IS, "In 1971 [1]."),
        ("Great. Does it leak?", "Does the Halden dam leak?", "No [1]."),
        ("Thanks, very interesting.", AS_IT_IS, "You are welcome."),
        ("Really? I heard that it leaked last spring.",
         "Does the Halden dam leak? I heard that the Halden dam leaked last spring.", ""),
        ("Who inspects it?", "Who inspects the Halden dam?", ""),
        ("Costs?", "Costs, regarding the Halden dam?", ""),
        ("One more question: is the wall still dry?",
         "is the wall still dry, regarding the Halden dam?", ""),
    ],
    "misunderstood": [
        ("Who owns the Lindau Gazette?", AS_IT_IS, "The Osei family [1]."),
        ("That's not what I asked. I want to know who runs it.",
         "I want to know who runs the Lindau Gazette.", "Vera Osei [1]."),
        ("You mentioned Vera Osei. Can you explain?", "Tell me more about Vera Osei.", ""),
        ("That was not my question. By Gazette I mean the weekly.",
         "Tell me more about Vera Osei. By Gazette I mean the weekly.", ""),
    ],
    "one of many": [
        ("What is an air marshal?", AS_IT_IS, "A guard; air marshals carry guns [1]."),
        ("Are they armed?", "Are air marshals armed?", "Yes [1]."),
        ("How does one become one?", "How does one become an air marshal?", ""),
        ("How many are there?", "How many air marshals are there?", ""),
    ],
    "somebody by an office": [
        ("Is the mayor of Graz going to run again?", AS_IT_IS, "Yes [1]."),
        ("Who is she?", "Who is the mayor of Graz?", "Elke Rot [1]."),
        ("Is she popular?", "Is Elke Rot popular?", ""),
    ],
    "what others did in the matter": [
        ("What caused the blackout in Spain?", AS_IT_IS, "A fault [1]."),
        ("And in Portugal?", "What caused the blackout in Portugal?", ""),
        ("How did France help?",
         "How did France help, regarding the blackout, Portugal and Spain?", ""),
        ("Are other countries affected?",
         "Are other countries affected, regarding the blackout, Portugal and Spain?", "Yes [1]."),
        ("Which ones?",
         "Which other countries are affected, regarding the blackout, Portugal and Spain?", ""),
        ("What do experts say?",
         "What do experts say, regarding the blackout, Portugal and Spain?", ""),
    ],
    "which of two": [
        ("Tell me about the new airport in Lindau.", AS_IT_IS, "It is big [1]."),
        ("How many passengers can it handle?",
         "How many passengers can the new airport handle?", "9 million [1]."),
        ("And the old one?", "How many passengers can the old airport handle?", ""),
        ("Which airlines use the new one?", "Which airlines use the new airport?", ""),
    ],
    "who it was, and they": [
        ("Which company runs the vaccine trial?", AS_IT_IS, "Norvax [1]."),
        ("What is its share price?", "What is Norvax's share price?", ""),
        ("Who led the trial?",
         "Who led the trial, regarding Norvax's share price, Norvax and the vaccine trial?", ""),
    ],
    "where to, and for what": [
        ("Were people in Lindau evacuated?", AS_IT_IS, "Yes [1]."),
        ("Where to?", "Where were people in Lindau evacuated to?", ""),
        ("How many homes are at risk?",
         "How many homes are at risk, regarding people and Lindau?", "Many [1]."),
        ("Where?", "Where are homes at risk, regarding people and Lindau?", ""),
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
