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

// The page is read from its top. Streamlit goes to its end while it grows: for three seconds after
// that, the top is kept, until the reader scrolls, points or types.
let isRead = false;
["wheel", "touchmove", "pointerdown", "keydown"].forEach((does) =>
  window.addEventListener(does, () => (isRead = true), { passive: true, capture: true }),
);
const keepTop = () => {
  const until = performance.now() + 3000;
  const timer = setInterval(() => {
    if (isRead || performance.now() > until) return clearInterval(timer);
    const page = document.querySelector("[data-testid=stAppScrollToBottomContainer]");
    if (page) page.scrollTop = 0;
  }, 100);
};

const pages = new WeakMap();

export default function ({ parentElement, data, setTriggerValue }) {
  if (!pages.has(parentElement)) {
    const page = el("section", { class: "welcome" });
    parentElement.querySelector(".root").append(page);
    pages.set(parentElement, page);
    isRead = false;
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
