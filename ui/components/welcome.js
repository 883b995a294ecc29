// The page before the first question: what is in the library, and what it can answer.

const parts = (data) => [
  el("h1", {}, data.head),
  el(
    "p",
    { class: "library" },
    data.library.map((part, at) => [at ? " · " : "", el("bdi", {}, part)]),
  ),
  data.questions.length > 0 &&
    el(
      "div",
      {},
      el("p", { class: "label", id: "label" }, data.label),
      el(
        "ul",
        { class: "questions", "aria-labelledby": "label" },
        data.questions.map((question, at) =>
          el(
            "li",
            {},
            el(
              "button",
              { class: "ask", type: "button", dir: "auto", "data-act": "ask", "data-at": at },
              question,
            ),
          ),
        ),
      ),
    ),
];

const pages = new WeakMap();

export default function ({ parentElement, data, setTriggerValue }) {
  if (!pages.has(parentElement)) {
    const page = el("section", { class: "welcome" });
    parentElement.querySelector(".root").append(page);
    pages.set(parentElement, page);
  }
  const page = pages.get(parentElement);
  listen(page, "click", {
    ask: (target) => setTriggerValue("did", { do: "ask", at: Number(target.dataset.at) }),
  });
  show(page, parts(data));
}
