// What the questions are limited to; each can be taken off.

const parts = (data) => el("ul", { "aria-label": data.words.head },
  data.chips.map((chip, at) => el("li", { class: "chip", "data-key": chip.label },
    el("bdi", {}, chip.label),
    el("button", { type: "button", "data-act": "remove", "data-at": at, "aria-label": data.words.remove.replace("{name}", chip.label) }, "×"))),
  data.chips.length > 1 && el("li", { "data-key": "clear" }, el("button", { class: "plain", type: "button", "data-act": "clear" }, data.words.clear)));

const rows = new WeakMap();

export default function ({ parentElement, data, setTriggerValue }) {
  if (!rows.has(parentElement)) rows.set(parentElement, parentElement.querySelector(".root"));
  const root = rows.get(parentElement);
  listen(root, "click", {
    remove: (target) => setTriggerValue("did", { do: "remove", at: Number(target.dataset.at) }),
    clear: () => setTriggerValue("did", { do: "clear" }),
  });
  show(root, parts(data));
}
