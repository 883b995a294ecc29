// The conversations, by date. Each is a real link, so that it can be opened in another window.

const item = (data, ui) => (one) =>
  el(
    "li",
    { "data-key": one.id, class: one.current ? "current" : "" },
    ui.renaming === one.id
      ? el(
          "form",
          { "data-key": "form" },
          el("label", { class: "hidden", for: "name" }, data.words.name_label),
          el("input", { id: "name", maxlength: 200, dir: "auto", autocomplete: "off" }),
          el("button", { class: "plain", type: "submit" }, data.words.save),
        )
      : [
          el(
            "a",
            {
              href: `./?c=${encodeURIComponent(one.id)}`,
              "data-act": "open",
              "data-id": one.id,
              "data-key": "link",
              dir: "auto",
              title: one.title,
              "aria-current": one.current ? "page" : null,
            },
            one.title,
          ),
          // one Tab stop for each conversation: the arrow keys lead to its actions
          el(
            "button",
            {
              class: "plain more",
              type: "button",
              tabindex: -1,
              "data-act": "menu",
              "data-id": one.id,
              "data-key": "more",
              "aria-expanded": ui.menu === one.id ? "true" : "false",
              "aria-label": data.words.menu.replace("{title}", one.title),
            },
            "···",
          ),
          ui.menu === one.id &&
            el(
              "div",
              { class: "menu", role: "group", "data-key": "menu" },
              el(
                "button",
                { class: "plain", type: "button", "data-act": "rename", "data-id": one.id },
                data.words.rename,
              ),
              el(
                "button",
                {
                  class: "plain",
                  type: "button",
                  "data-act": "pin",
                  "data-id": one.id,
                  "data-pinned": one.pinned ? "1" : "",
                },
                one.pinned ? data.words.unpin : data.words.pin,
              ),
              el(
                "button",
                { class: "plain", type: "button", "data-act": "delete", "data-id": one.id },
                data.words.delete,
              ),
            ),
        ],
  );

const parts = (data, ui) =>
  data.groups.length === 0
    ? el("p", { class: "none" }, data.none)
    : data.groups.map((group) => [
        el("p", { class: "head", "data-key": `head-${group.head}` }, group.head),
        el(
          "ul",
          { "data-key": group.head, "aria-label": group.head },
          group.items.map(item(data, ui)),
        ),
      ]);

const begin = (parent) => {
  const nav = el("nav", { tabindex: -1 });
  parent.querySelector(".root").append(nav);
  const state = { nav, ui: { menu: null, renaming: null } };
  // what has the focus may move to another group, or go: then the one in its place has it
  const draw = () => {
    const focused = () => nav.getRootNode().activeElement;
    const held = focused()?.closest("li");
    const at = [...nav.querySelectorAll("li")].indexOf(held);
    show(nav, parts(state.data, state.ui));
    if (at < 0 || focused()) return;
    const buttons = [...nav.querySelectorAll(".more")];
    const same = buttons.find((button) => button.dataset.id === held.dataset.key);
    (same ?? buttons[Math.min(at, buttons.length - 1)] ?? nav).focus();
  };
  const set = (changes) => {
    Object.assign(state.ui, changes);
    draw();
  };
  const tell = (does) => {
    set({ menu: null });
    state.send("did", does);
  };
  const find = (id) =>
    state.data.groups.flatMap((group) => group.items).find((one) => one.id === id);
  listen(nav, "click", {
    open: (target, event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
      event.preventDefault();
      tell({ do: "open", id: target.dataset.id });
    },
    menu: (target) =>
      set({ menu: state.ui.menu === target.dataset.id ? null : target.dataset.id, renaming: null }),
    rename: (target) => {
      set({ menu: null, renaming: target.dataset.id });
      const input = nav.querySelector("input");
      input.value = find(target.dataset.id).title;
      input.focus();
      input.select();
    },
    pin: (target) => tell({ do: "pin", id: target.dataset.id, pinned: !target.dataset.pinned }),
    delete: (target) => tell({ do: "delete", id: target.dataset.id }),
  });
  nav.onsubmit = (event) => {
    event.preventDefault();
    const id = state.ui.renaming;
    const title = nav.querySelector("input").value;
    set({ renaming: null });
    tell({ do: "rename", id, title });
  };
  nav.onkeydown = (event) => {
    const beside = { ArrowRight: ".more", ArrowLeft: "a" }[event.key];
    const item = beside && !event.target.matches("input") && event.target.closest("li");
    if (item) {
      event.preventDefault();
      item.querySelector(beside)?.focus();
    }
    if (event.key !== "Escape" || !(state.ui.menu || state.ui.renaming)) return;
    event.stopPropagation();
    set({ menu: null, renaming: null });
  };
  return Object.assign(state, { draw });
};

const lists = new WeakMap();

export default function ({ parentElement, data, setTriggerValue }) {
  if (!lists.has(parentElement)) lists.set(parentElement, begin(parentElement));
  const state = lists.get(parentElement);
  Object.assign(state, { data, send: setTriggerValue });
  state.nav.setAttribute("aria-label", data.words.conversations);
  state.draw();
}
