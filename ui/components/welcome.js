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

// The page is read from its top. Streamlit goes to its end while it grows: for three seconds,
// unless the reader scrolls, points or types, the top is kept.
const keepTop = () => {
  const stop = new AbortController();
  const { signal } = stop;
  const timer = setInterval(() => {
    const page = document.querySelector("[data-testid=stAppScrollToBottomContainer]");
    if (page) page.scrollTop = 0;
  }, 100);
  signal.addEventListener("abort", () => clearInterval(timer));
  setTimeout(() => stop.abort(), 3000);
  ["wheel", "touchmove", "pointerdown", "keydown"].forEach((does) =>
    window.addEventListener(does, () => stop.abort(), { passive: true, signal }),
  );
};

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
  const isNews = page.childElementCount === 0 || page.dataset.asked !== `${data.questions.length}`;
  page.dataset.asked = data.questions.length;
  show(page, parts(data));
  if (isNews) keepTop();
}
