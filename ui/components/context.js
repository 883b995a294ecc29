// The open library and the active filters, above every page; each filter can be removed.

const chips = (data) =>
  data.chips.length > 0 &&
  el(
    "ul",
    { "aria-label": data.words.active, "data-key": "chips" },
    data.chips.map((chip, at) =>
      el(
        "li",
        { class: "chip", "data-key": chip.label },
        el("bdi", {}, chip.label),
        el(
          "button",
          {
            type: "button",
            "data-act": "remove",
            "data-at": at,
            "aria-label": data.words.remove.replace("{name}", chip.label),
          },
          "×",
        ),
      ),
    ),
    data.chips.length > 1 &&
      el(
        "li",
        { "data-key": "clear" },
        el("button", { class: "plain", type: "button", "data-act": "clear" }, data.words.clear),
      ),
  );

const parts = (data) =>
  el(
    "div",
    { class: "bar" },
    el(
      "p",
      { class: "library", title: `${data.library} · ${data.count}`, "data-key": "library" },
      el("bdi", {}, data.library),
      ` · ${data.count}`,
    ),
    chips(data),
  );

// When a chip is removed, the next one gets the focus, or else the question field.
const pass = (root, at) => {
  const buttons = [...root.querySelectorAll(".chip button")];
  buttons[Math.min(at, buttons.length - 1)]?.focus();
};
const toQuestion = () => document.querySelector("[data-testid=stChatInputTextArea]")?.focus();

const bars = new WeakMap();

export default function ({ parentElement, data, setTriggerValue }) {
  if (!bars.has(parentElement))
    bars.set(parentElement, { root: parentElement.querySelector(".root"), taken: null });
  const state = bars.get(parentElement);
  const tell = (does, last) => {
    if (last) toQuestion();
    setTriggerValue("did", does);
  };
  listen(state.root, "click", {
    remove: (target) => {
      state.taken = Number(target.dataset.at);
      tell({ do: "remove", at: state.taken }, data.chips.length === 1);
    },
    clear: () => tell({ do: "clear" }, true),
  });
  const held = state.root.getRootNode().activeElement;
  show(state.root, parts(data));
  if (held && !held.isConnected) pass(state.root, state.taken);
}
