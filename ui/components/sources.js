// One page of the articles of a library.

const heading = (data) => (column) =>
  el(
    "th",
    {
      scope: "col",
      "data-key": column.id,
      "aria-sort": data.sort !== column.id ? "none" : data.descending ? "descending" : "ascending",
    },
    el(
      "button",
      { class: "plain", type: "button", "data-act": "sort", "data-column": column.id },
      column.name,
      data.sort === column.id &&
        el("span", { "aria-hidden": "true" }, data.descending ? " ↓" : " ↑"),
    ),
  );

const cell = (row, name) =>
  el(
    "td",
    { class: `${name} ${row[name] ? "" : "unknown"}`, "data-key": name },
    row[name] ? el("bdi", {}, row[name]) : "–",
  );

const line = (data) => (row) =>
  el(
    "tr",
    { "data-key": row.source, class: row.source === data.open ? "open" : "" },
    el(
      "td",
      { class: "pick", "data-key": "pick" },
      el("input", {
        type: "checkbox",
        "data-act": "pick",
        "data-source": row.source,
        "aria-label": data.words.pick.replace("{name}", row.title),
      }),
    ),
    el(
      "td",
      { class: "title", "data-key": "title" },
      el(
        "button",
        {
          class: "name",
          type: "button",
          dir: "auto",
          "data-act": "open",
          "data-source": row.source,
        },
        row.title,
      ),
      el(
        "span",
        { class: "file" },
        row.file && row.title !== row.file && [el("bdi", {}, row.file), row.language && " · "],
        row.language && el("span", { title: data.words.language }, row.language),
      ),
      row.notes.length > 0 && el("span", { class: "notes" }, row.notes.join(" · ")),
    ),
    ["publisher", "byline", "published", "characters"].map((name) => cell(row, name)),
  );

const parts = (data, ui) => [
  el(
    "div",
    { class: "bar", "data-key": "bar" },
    el("span", { role: "status", tabindex: -1 }, data.count),
    el("span", { class: "grow" }),
    ui.picked.size > 0 && [
      el(
        "button",
        { class: "framed", type: "button", "data-act": "only", "data-key": "only" },
        data.words.ask_these,
      ),
      el(
        "button",
        { class: "framed", type: "button", "data-act": "remove", "data-key": "remove" },
        data.words.remove.replace("{n}", ui.picked.size),
      ),
    ],
    data.pages > 1 && [
      el(
        "button",
        { class: "plain", type: "button", "data-act": "turn", "data-by": -1, "data-key": "back" },
        `‹ ${data.words.previous}`,
      ),
      el("span", {}, data.place),
      el(
        "button",
        { class: "plain", type: "button", "data-act": "turn", "data-by": 1, "data-key": "on" },
        `${data.words.following} ›`,
      ),
    ],
  ),
  el(
    "table",
    { "data-key": "table" },
    el("caption", { class: "hidden" }, data.words.caption),
    el(
      "colgroup",
      {},
      el("col", { class: "pick" }),
      data.columns.map((column) => el("col", { class: column.id })),
    ),
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        el("th", { scope: "col" }, el("span", { class: "hidden" }, data.words.picked)),
        data.columns.map(heading(data)),
      ),
    ),
    el("tbody", {}, data.rows.map(line(data))),
  ),
];

const begin = (parent) => {
  const root = parent.querySelector(".root");
  const state = { root, ui: { picked: new Set() } };
  const draw = () => {
    show(root, parts(state.data, state.ui));
    for (const box of root.querySelectorAll("input[type=checkbox]"))
      box.checked = state.ui.picked.has(box.dataset.source);
  };
  const tell = (does) => state.send("did", does);
  const spend = (name) => {
    tell({ do: name, sources: [...state.ui.picked] });
    state.ui.picked.clear();
    draw();
    root.querySelector("[role=status]").focus();
  };
  listen(root, "click", {
    sort: (target) => tell({ do: "sort", column: target.dataset.column }),
    open: (target) => {
      window.readingOpener = target;
      tell({ do: "open", source: target.dataset.source });
    },
    turn: (target) => tell({ do: "turn", by: Number(target.dataset.by) }),
    remove: () => spend("remove"),
    only: () => spend("only"),
    pick: (target) => {
      if (target.checked) state.ui.picked.add(target.dataset.source);
      else state.ui.picked.delete(target.dataset.source);
      draw();
    },
  });
  return Object.assign(state, { draw });
};

const tables = new WeakMap();

export default function ({ parentElement, data, setTriggerValue }) {
  if (!tables.has(parentElement)) tables.set(parentElement, begin(parentElement));
  const state = tables.get(parentElement);
  Object.assign(state, { data, send: setTriggerValue });
  state.draw();
}
