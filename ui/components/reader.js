// An article beside the answer, at the words that were quoted.

const piece = (data) => (part, at) => {
  const key = `p${at}`;
  if (part.kind === "left")
    return el(
      "span",
      { class: "left", "data-key": key },
      part.text,
      el("span", { class: "reason" }, part.why),
    );
  if (part.kind === "quote") {
    return el(
      "mark",
      { "data-key": key, class: part.now ? "now" : "" },
      part.marker > 0 &&
        el(
          "span",
          {
            class: `number ${shade(part.marker)}`,
            role: "img",
            "aria-label": data.words.citation.replace("{n}", part.marker),
          },
          String(part.marker),
        ),
      part.text,
    );
  }
  return el("span", { "data-key": key }, part.text);
};

const editing = (data, why) =>
  el(
    "form",
    { class: "edit", "data-key": "edit", "aria-label": data.words.edit_head },
    data.fields.map((field) =>
      el(
        "label",
        { "data-key": field.id },
        el("span", {}, field.label),
        el("input", { name: field.id, maxlength: 500, dir: "auto", autocomplete: "off" }),
        field.hint && el("small", { class: "quiet" }, field.hint),
      ),
    ),
    why && el("p", { class: "amber", role: "alert", "data-key": "why" }, why),
    el(
      "div",
      { class: "row" },
      el("button", { class: "framed", type: "submit" }, data.words.save),
      el("button", { class: "plain", type: "button", "data-act": "cancel" }, data.words.cancel),
      data.edited &&
        el("button", { class: "plain", type: "button", "data-act": "undo" }, data.words.undo),
    ),
  );

const details = (data) =>
  el(
    "details",
    { "data-key": "details" },
    el("summary", {}, data.words.details),
    data.details.map((line) => el("p", { class: "known" }, el("bdi", {}, line))),
  );

const parts = (data, ui) => [
  el(
    "header",
    { class: "head", "data-key": "head" },
    el("h2", { dir: "auto", ...folding(data.title, 120) }, data.title),
    el(
      "p",
      { class: "meta" },
      data.meta.map((part, at) => [at ? " · " : "", el("bdi", {}, part)]),
    ),
    data.known.map((line) => el("p", { class: "known" }, el("bdi", {}, line))),
    ui.editing
      ? editing(data, ui.why)
      : el(
          "div",
          { class: "more", "data-key": "more" },
          details(data),
          data.fields.length > 0 &&
            el(
              "button",
              { class: "plain", type: "button", "data-act": "edit", "data-key": "begin" },
              data.words.edit,
            ),
        ),
  ),
  el(
    "div",
    {
      class: "body",
      "data-key": "body",
      tabindex: "0",
      role: "region",
      "aria-label": data.words.text,
    },
    el(
      "div",
      { class: "text", "data-key": data.id, lang: data.language },
      data.paragraphs.map((paragraph, at) =>
        el("p", { "data-key": `g${at}`, dir: "auto" }, paragraph.map(piece(data))),
      ),
    ),
  ),
  el(
    "footer",
    { class: "foot", "data-key": "foot" },
    data.count > 1 && [
      el(
        "button",
        { class: "plain", type: "button", "data-act": "step", "data-by": -1, "data-key": "back" },
        `‹ ${data.words.previous}`,
      ),
      el("span", { class: "count" }, data.place),
      el(
        "button",
        { class: "plain", type: "button", "data-act": "step", "data-by": 1, "data-key": "on" },
        `${data.words.following} ›`,
      ),
    ],
    el("span", { class: "grow", "data-key": "grow" }),
    data.words.only &&
      el(
        "button",
        { class: "plain", type: "button", "data-act": "only", "data-key": "only" },
        data.words.only,
      ),
    el(
      "button",
      { class: "plain", type: "button", "data-act": "close", "data-key": "close" },
      data.words.close,
    ),
  ),
];

const toQuote = (panel) => {
  const body = panel.querySelector(".body");
  const quote = panel.querySelector("mark.now");
  if (!quote) {
    body.scrollTop = 0;
    return;
  }
  const gap = quote.getBoundingClientRect().top - body.getBoundingClientRect().top;
  body.scrollTop += gap - body.clientHeight * 0.28;
};

// On a phone the reader is a sheet from below: what was clicked has to stay above it.
const keepInSight = (panel, opener) => {
  if (!opener?.isConnected) return;
  const sheet = panel.getBoundingClientRect();
  const at = opener.getBoundingClientRect();
  const covered = sheet.left < at.right && at.bottom > sheet.top - 24;
  if (covered || at.top < 110) opener.scrollIntoView({ block: "start", inline: "nearest" });
};

// Below 1100 px the reader is a sheet over the page, which begins where an open sidebar ends.
const besideSidebar = (panel) => {
  const page = document.querySelector(
    ":is([data-testid=stMain], [data-testid=stAppScrollToBottomContainer])",
  );
  if (!page) return;
  const place = () =>
    panel.style.setProperty("--sheet-left", `${page.getBoundingClientRect().left}px`);
  new ResizeObserver(place).observe(page);
  place();
};

const begin = (parent) => {
  const panel = el("aside", { class: "reader" });
  parent.querySelector(".root").append(panel);
  const state = { panel, at: null, attempt: 0, ui: { editing: false, why: "" } };
  state.draw = () => show(panel, parts(state.data, state.ui));
  const set = (changes) => {
    Object.assign(state.ui, changes);
    state.draw();
  };
  const stopEditing = () => {
    state.attempt = 0;
    set({ editing: false, why: "" });
    panel.querySelector("[data-act=edit]")?.focus();
  };
  // The form stays open, with what was typed, until the edit is stored.
  state.edited = ({ attempt, why }) => {
    if (!state.attempt || attempt !== state.attempt) return;
    if (why) set({ why });
    else stopEditing();
  };
  besideSidebar(panel);
  const close = () => {
    state.send("did", { do: "close" });
    if (window.readingOpener?.isConnected) window.readingOpener.focus();
  };
  listen(panel, "click", {
    step: (target) => state.send("did", { do: "step", by: Number(target.dataset.by) }),
    only: () => state.send("did", { do: "only" }),
    edit: () => {
      set({ editing: true });
      for (const field of state.data.fields)
        panel.querySelector(`input[name=${field.id}]`).value = field.value;
      panel.querySelector("form input").focus();
    },
    cancel: stopEditing,
    undo: () => {
      state.send("did", { do: "undo_edits" });
      stopEditing();
    },
    close,
  });
  panel.addEventListener("submit", (event) => {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(event.target));
    state.attempt = Date.now();
    state.send("did", { do: "edit", values, attempt: state.attempt });
  });
  panel.onkeydown = (event) => {
    if (event.key === "Escape" && state.ui.editing) {
      event.stopPropagation();
      stopEditing();
      return;
    }
    if (event.target.matches("input")) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      close();
    }
    if (state.data.count > 1 && (event.key === "ArrowRight" || event.key === "ArrowLeft")) {
      event.preventDefault();
      state.send("did", { do: "step", by: event.key === "ArrowRight" ? 1 : -1 });
    }
  };
  return state;
};

const readers = new WeakMap();

export default function ({ parentElement, data, setTriggerValue }) {
  if (!readers.has(parentElement)) readers.set(parentElement, begin(parentElement));
  const state = readers.get(parentElement);
  Object.assign(state, { data, send: setTriggerValue });
  state.panel.setAttribute("aria-label", data.words.reader);
  if (state.shown !== data.id) {
    state.shown = data.id;
    state.ui.editing = false;
  }
  state.draw();
  state.edited(data.edit);
  if (state.at !== data.at) {
    const first = state.at === null;
    state.at = data.at;
    toQuote(state.panel);
    if (first) state.panel.querySelector(".body").focus({ preventScroll: true });
    // once now, and once more after the page has made room for the sheet
    for (const wait of [0, 120, 400, 1200])
      setTimeout(() => keepInSight(state.panel, window.readingOpener), wait);
  }
  document.documentElement.dataset.reader = "open";
  // an update ends the last run of this function too; only leaving the page makes room again
  return () =>
    setTimeout(() => {
      if (!state.panel.isConnected) delete document.documentElement.dataset.reader;
    });
}
