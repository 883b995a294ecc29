// What the questions are limited to; each can be taken off.

const parts = (data) => el("ul", { "aria-label": data.words.head },
  data.chips.map((chip, at) => el("li", { class: "chip", "data-key": chip.label },
    el("bdi", {}, chip.label),
    el("button", { type: "button", "data-act": "remove", "data-at": at, "aria-label": data.words.remove.replace("{name}", chip.label) }, "×"))),
  data.chips.length > 1 && el("li", { "data-key": "clear" }, el("button", { class: "plain", type: "button", "data-act": "clear" }, data.words.clear)));

// What is taken off takes the focus with it: the next chip has it then, or else the question.
const pass = (root, at) => {
  const buttons = [...root.querySelectorAll(".chip button")];
  buttons[Math.min(at, buttons.length - 1)]?.focus();
};
const toQuestion = () => document.querySelector("[data-testid=stChatInputTextArea]")?.focus();

const rows = new WeakMap();

export default function ({ parentElement, data, setTriggerValue }) {
  if (!rows.has(parentElement)) rows.set(parentElement, { root: parentElement.querySelector(".root"), taken: null });
  const state = rows.get(parentElement);
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
