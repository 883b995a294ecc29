// A question and its answer. Python is told what was done, through one trigger: {do, ...}.

const number = (data, marker) =>
  el(
    "button",
    {
      class: `number ${shade(marker)} ${data.open === marker ? "open" : ""}`,
      "data-act": "open",
      "data-marker": marker,
      "data-key": `n${marker}`,
      type: "button",
      "aria-label": data.words.citation.replace("{n}", marker),
      "aria-expanded": data.open === marker ? "true" : "false",
    },
    String(marker),
  );

const question = (data, ui) =>
  ui.editing
    ? el(
        "div",
        { class: "edit", "data-key": "edit" },
        el("label", { class: "hidden", for: "edit" }, data.words.edit_label),
        el("textarea", { id: "edit", maxlength: 20000, dir: "auto" }),
        el(
          "div",
          { class: "row" },
          el(
            "button",
            { class: "framed", "data-act": "edited", type: "button" },
            data.words.ask_edited,
          ),
          el("button", { class: "plain", "data-act": "cancel", type: "button" }, data.words.cancel),
        ),
      )
    : el(
        "div",
        { class: "question", "data-key": "question" },
        el("h2", { dir: "auto", ...folding(data.question, 400) }, data.question),
        // its place is kept while it cannot be used, so that the question's lines stay as they are
        el(
          "button",
          {
            class: `plain ${data.state === "writing" ? "away" : ""}`,
            "data-act": "edit",
            type: "button",
            "aria-label": data.words.edit_label,
          },
          data.words.edit,
        ),
      );

// The words before the last one, and the last one. Of a word too long for the line of its numbers,
// and of writing without spaces, only the last two characters are taken.
const splitLastWord = (text, numbers) => {
  const last = /\S*\s*$/u.exec(text)[0];
  const isShort = last.length <= 24 - 4 * numbers && !/[\u2e80-\uffef]/u.test(last);
  const kept = isShort ? last : /(?:\P{M}\p{M}*){0,2}$/u.exec(text)[0];
  return [text.slice(0, text.length - kept.length), kept];
};

// The last word, the citations and the full stop after them stay on one line.
const claim = (data) => (sentence, at) => {
  const cited = sentence.markers.length;
  const [words, last] = cited ? splitLastWord(sentence.text, cited) : [sentence.text, ""];
  return [
    at ? " " : null,
    el(
      "span",
      {
        class: `claim arrive ${sentence.supported ? "" : "unconfirmed"}`,
        dir: "auto",
        "data-key": `c${at}`,
        title: sentence.finding,
        tabindex: sentence.supported ? null : -1,
      },
      el("span", {}, words),
      cited > 0 &&
        el(
          "span",
          { class: "end" },
          el("span", {}, last),
          sentence.markers.map((marker) => number(data, marker)),
          sentence.end && el("span", {}, sentence.end),
        ),
      !sentence.supported &&
        sentence.nearest &&
        el(
          "span",
          { class: "nearest" },
          `${data.words.nearest_words} `,
          el("q", { class: "foreign", dir: "auto" }, sentence.nearest),
        ),
    ),
  ];
};

const answer = (data) => [
  (data.state !== "failed" || data.claims.length > 0) &&
    el(
      "div",
      { class: "answer", "data-key": "answer", dir: "auto" },
      data.refusal && el("p", { class: "foreign" }, data.refusal),
      data.because && el("p", { class: "notice" }, el("bdi", {}, data.because)),
      data.claims.map(claim(data)),
    ),
  data.state === "failed" &&
    el("div", { class: "error", role: "alert", "data-key": "error" }, data.error),
  el(
    "div",
    { "data-key": "step", role: "status" },
    data.step && el("span", { class: "step" }, data.step),
  ),
];

const meta = (source) => source.meta.map((part, at) => [at ? " · " : "", el("bdi", {}, part)]);

// Each article once. A click opens its first citation, or the one after the open one.
const source = (data) => (cited) => {
  const opened = cited.markers.indexOf(data.open);
  const next = cited.markers[(opened + 1) % cited.markers.length];
  const numbers = cited.markers.join(", ");
  return el(
    "li",
    { "data-key": `s${cited.markers[0]}` },
    el(
      "button",
      {
        class: `source ${opened >= 0 ? "open" : ""}`,
        "data-act": "open",
        "data-marker": next,
        type: "button",
        "aria-label": `${(cited.markers.length > 1 ? data.words.citations : data.words.citation).replace("{n}", numbers)}: ${cited.name}`,
      },
      el(
        "span",
        { class: "numbers", "aria-hidden": "true" },
        cited.markers.map((marker) =>
          el(
            "span",
            { class: `number ${shade(marker)} ${data.open === marker ? "open" : ""}` },
            String(marker),
          ),
        ),
      ),
      el("bdi", { class: "name", dir: "auto" }, cited.name),
      el("span", { class: "meta" }, meta(cited)),
    ),
  );
};

const found = (data) =>
  el(
    "div",
    { "data-key": "found", class: "found" },
    el("p", { class: "facts" }, data.found.head),
    el(
      "ol",
      { class: "sources" },
      data.found.articles.map((article, at) =>
        el(
          "li",
          { "data-key": `f${at}` },
          el(
            "div",
            { class: "source" },
            el("bdi", { class: "name", dir: "auto" }, article.name),
            el("span", { class: "meta" }, meta(article)),
          ),
        ),
      ),
    ),
  );

const facts = (data) =>
  (data.state === "writing" || data.supported || data.unconfirmed || data.facts.length > 0) &&
  el(
    "p",
    { class: "facts", "data-key": "facts" },
    data.supported && el("span", { class: "ok" }, `✓ ${data.supported}`),
    data.unconfirmed &&
      el("button", { class: "jump", type: "button", "data-act": "jump" }, data.unconfirmed),
    data.facts.map((fact, at) => [
      at || data.supported || data.unconfirmed ? " · " : "",
      el("bdi", {}, fact),
    ]),
  );

const folded = (key, head, items) =>
  items.length > 0 &&
  el("details", { "data-key": key }, el("summary", {}, head), el("ul", {}, items));

const checks = (data) =>
  data.state !== "writing" &&
  folded(
    "checks",
    data.words.checks,
    [
      data.claims.map((sentence) =>
        el(
          "li",
          {},
          el("span", { class: "said foreign", dir: "auto" }, sentence.text + sentence.end),
          el("br"),
          el("span", { class: sentence.supported ? "ok" : "amber" }, sentence.finding),
        ),
      ),
      data.technical.length > 0 &&
        el(
          "li",
          { class: "technical" },
          data.technical.map((line) => el("p", {}, el("bdi", {}, line))),
        ),
    ]
      .flat()
      .filter(Boolean),
  );

const excerpts = (data) =>
  data.state !== "writing" &&
  folded(
    "excerpts",
    data.words.excerpts,
    data.citations.map((cited) =>
      el(
        "li",
        { "data-key": `e${cited.marker}` },
        el(
          "button",
          { class: "excerpt", "data-act": "open", "data-marker": cited.marker, type: "button" },
          el(
            "span",
            { class: `number ${shade(cited.marker)}`, "aria-hidden": "true" },
            String(cited.marker),
          ),
          " ",
          el("span", { class: "said foreign", dir: "auto" }, cited.quote),
        ),
        el("span", { class: "quiet" }, el("bdi", { dir: "auto" }, cited.name)),
      ),
    ),
  );

const related = (data) =>
  data.related.length > 0 &&
  el(
    "div",
    { "data-key": "related" },
    el("p", { class: "facts" }, data.words.nearest),
    el(
      "ol",
      { class: "sources" },
      data.related.map((near, at) =>
        el(
          "li",
          { "data-key": `r${at}` },
          el(
            "button",
            {
              class: `source ${data.near === at + 1 ? "open" : ""}`,
              "data-act": "near",
              "data-number": at + 1,
              type: "button",
            },
            el("span", { "aria-hidden": "true" }, "·"),
            el("bdi", { class: "name", dir: "auto" }, near.name),
            el(
              "span",
              { class: "meta" },
              el("bdi", { dir: "auto" }, near.quote),
              near.why && ` — ${near.why}`,
            ),
          ),
        ),
      ),
    ),
  );

const menu = (data, ui) =>
  el(
    "span",
    { class: "menu", "data-key": "menu" },
    el(
      "button",
      {
        class: "plain",
        "data-act": "menu",
        type: "button",
        "aria-expanded": ui.menu ? "true" : "false",
      },
      data.words.export,
    ),
    ui.menu &&
      el(
        "div",
        {
          role: "group",
          "aria-label": data.words.export,
          class: ui.below && "below",
          style: ui.room && `max-height: ${ui.room}px`,
        },
        data.exports.map((group) => [
          el("span", { class: "label" }, group.head),
          group.formats.map((format) =>
            el(
              "button",
              {
                class: "plain",
                "data-act": "export",
                "data-scope": group.scope,
                "data-format": format.id,
                type: "button",
              },
              format.name,
            ),
          ),
        ]),
      ),
  );

const thumb = (data, vote, label) =>
  el(
    "button",
    {
      class: "plain",
      "data-act": "vote",
      "data-vote": vote,
      "data-key": vote,
      type: "button",
      "aria-pressed": data.vote === vote ? "true" : "false",
    },
    label,
  );

const actions = (data, ui) =>
  data.state === "writing"
    ? el(
        "div",
        { class: "row actions", "data-key": "actions" },
        el("button", { class: "framed", "data-act": "stop", type: "button" }, data.words.stop),
      )
    : el(
        "div",
        { class: "row actions", "data-key": "actions" },
        data.copy &&
          el(
            "button",
            { class: "plain", "data-act": "copy", type: "button" },
            ui.copied ? data.words.copied : data.words.copy,
          ),
        data.exports.length > 0 && menu(data, ui),
        el("button", { class: "plain", "data-act": "again", type: "button" }, data.words.again),
        data.copy && [
          thumb(data, "up", data.words.helpful),
          thumb(data, "down", data.words.unhelpful),
        ],
        el("span", { class: "hidden", role: "status" }, ui.copied ? data.words.copied : ""),
      );

const why = (data, ui) =>
  data.vote &&
  ui.explaining &&
  el(
    "form",
    { class: "why", "data-key": "why", "data-act": "explain" },
    el("label", { class: "hidden", for: "why" }, data.words.why),
    el("input", {
      id: "why",
      placeholder: data.words.why,
      maxlength: 1000,
      dir: "auto",
      autocomplete: "off",
    }),
    el("button", { class: "framed", type: "submit" }, data.words.save),
  );

// While they are looked for, their place is kept free.
const next = (data) =>
  (data.waiting || data.next.length > 0) &&
  el(
    "div",
    { class: "next", "data-key": "next" },
    data.next.length > 0 && el("p", { class: "hidden" }, data.words.next),
    data.next.map((suggestion, at) =>
      el(
        "button",
        { class: "framed", "data-act": "suggest", "data-at": at, type: "button", dir: "auto" },
        suggestion,
      ),
    ),
  );

const parts = (data, ui) => [
  question(data, ui),
  answer(data),
  data.notices.map((notice, at) =>
    el("p", { class: "notice", "data-key": `notice${at}` }, el("bdi", {}, notice)),
  ),
  data.found && data.claims.length === 0 ? found(data) : facts(data),
  data.sources.length > 0 &&
    el(
      "ol",
      { class: "sources", "data-key": "sources", "aria-label": data.words.sources },
      data.sources.map(source(data)),
    ),
  related(data),
  excerpts(data),
  checks(data),
  folded(
    "removed",
    data.words.removed,
    data.removed.map((gone) =>
      el(
        "li",
        {},
        el("span", { class: "struck foreign", dir: "auto" }, gone.text),
        el("br"),
        el("span", { class: "quiet" }, gone.why),
      ),
    ),
  ),
  actions(data, ui),
  why(data, ui),
  next(data),
];

// The excerpt behind a number, on hover and on focus; Escape puts it away (WCAG 1.4.13).
const cards = (root, card, data) => {
  let leaving;
  const hide = () => {
    card.hidden = true;
  };
  const fill = (button) => {
    const cited = data().citations.find((one) => one.marker === Number(button.dataset.marker));
    if (!cited) return;
    show(
      card,
      el("p", { class: "quote foreign", dir: "auto" }, cited.quote),
      el("p", { class: "meta" }, el("bdi", {}, cited.name), " · ", meta(cited)),
    );
    card.hidden = false;
    const at = button.getBoundingClientRect();
    const size = card.getBoundingClientRect();
    card.style.left = `${Math.max(12, Math.min(at.left, window.innerWidth - size.width - 12))}px`;
    card.style.top =
      at.bottom + size.height + 12 < window.innerHeight
        ? `${at.bottom + 6}px`
        : `${Math.max(8, at.top - size.height - 6)}px`;
  };
  const numberAt = (event) => event.target.closest?.(".answer button.number");
  root.onpointerover = (event) => {
    if (event.target.closest?.(".card")) clearTimeout(leaving);
    const button = event.pointerType !== "touch" && numberAt(event);
    if (button) {
      clearTimeout(leaving);
      fill(button);
    }
  };
  root.onpointerout = (event) => {
    if (numberAt(event) || event.target.closest?.(".card")) {
      clearTimeout(leaving);
      leaving = setTimeout(hide, 160);
    }
  };
  root.addEventListener("focusin", (event) => {
    const button = numberAt(event);
    if (button?.matches(":focus-visible")) fill(button);
  });
  root.addEventListener("focusout", hide);
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !card.hidden) {
      hide();
      event.stopPropagation();
    }
  });
};

// The menu opens above its button, or below if only there is room, between the bar at the top and
// the question field.
const roomFor = (button, height) => {
  const page = document.querySelector(
    ":is([data-testid=stMain], [data-testid=stAppScrollToBottomContainer])",
  );
  const bar = document.querySelector(".st-key-context").getBoundingClientRect();
  const field = document.querySelector("[data-testid=stBottom]")?.getBoundingClientRect();
  const ends = [innerHeight, page.getBoundingClientRect().bottom];
  if (field?.height) ends.push(field.top);
  const at = button.getBoundingClientRect();
  const above = at.top - Math.max(bar.bottom, 0) - 8;
  const under = Math.min(...ends) - at.bottom - 8;
  const below = above < height && under > above;
  return { below, room: Math.floor(below ? under : above) };
};

// The open menu closes on Escape and on a click elsewhere, wherever the focus is.
const closing = (menu, close) => {
  const open = new AbortController();
  const options = { capture: true, signal: open.signal };
  const outside = (event) => !event.composedPath().includes(menu) && close();
  document.addEventListener("pointerdown", outside, options);
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      close();
      menu.querySelector("[data-act=menu]").focus();
    },
    options,
  );
  return open;
};

const save = (file) => {
  const link = el("a", { download: file.name });
  link.href = URL.createObjectURL(new Blob([file.text], { type: file.mime }));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
};

const begin = (parent) => {
  const root = parent.querySelector(".root");
  const turn = el("article", { class: "turn" });
  const card = el("div", { class: "card", role: "tooltip", hidden: true });
  root.append(turn, card);
  const state = {
    root,
    turn,
    ui: { editing: false, menu: false, below: false, room: 0, copied: false, explaining: false },
    data: null,
    saved: null,
  };
  cards(root, card, () => state.data);
  const draw = () => show(turn, parts(state.data, state.ui));
  const tell = (does) => state.send("did", does);
  const set = (changes) => {
    Object.assign(state.ui, changes);
    draw();
  };
  const closeMenu = () => {
    state.menu?.abort();
    set({ menu: false, below: false, room: 0 });
  };
  listen(root, "click", {
    open: (target) => {
      window.readingOpener = target;
      tell({ do: "open", marker: Number(target.dataset.marker) });
    },
    jump: () => {
      const marked = [...turn.querySelectorAll(".unconfirmed")];
      const next = marked[(marked.indexOf(root.getRootNode().activeElement) + 1) % marked.length];
      next?.scrollIntoView({ block: "center" });
      next?.focus({ preventScroll: true });
    },
    near: (target) => {
      window.readingOpener = target;
      tell({ do: "near", number: Number(target.dataset.number) });
    },
    edit: () => {
      set({ editing: true });
      const box = turn.querySelector("textarea");
      box.value = state.data.question;
      box.focus();
    },
    cancel: () => {
      set({ editing: false });
      turn.querySelector("[data-act=edit]")?.focus();
    },
    edited: () => {
      const text = turn.querySelector("textarea").value.trim();
      if (text) {
        set({ editing: false });
        tell({ do: "edit", text });
      }
    },
    copy: async () => {
      await navigator.clipboard.writeText(state.data.copy);
      set({ copied: true });
      setTimeout(() => set({ copied: false }), 2500);
    },
    menu: (target) => {
      if (state.ui.menu) return closeMenu();
      set({ menu: true });
      set(roomFor(target, turn.querySelector(".menu > div").offsetHeight));
      state.menu = closing(turn.querySelector(".menu"), closeMenu);
    },
    export: (target) => {
      closeMenu();
      turn.querySelector("[data-act=menu]").focus();
      tell({ do: "export", scope: target.dataset.scope, format: target.dataset.format });
    },
    again: () => tell({ do: "again" }),
    stop: () => tell({ do: "stop" }),
    vote: (target) => {
      const vote = state.data.vote === target.dataset.vote ? null : target.dataset.vote;
      set({ explaining: vote !== null });
      tell({ do: "vote", vote });
    },
    suggest: (target) => tell({ do: "suggest", text: state.data.next[Number(target.dataset.at)] }),
  });
  root.addEventListener("submit", (event) => {
    event.preventDefault();
    const reason = turn.querySelector("#why").value.trim();
    set({ explaining: false });
    turn.querySelector(`[data-vote=${state.data.vote}]`)?.focus();
    tell({ do: "vote", vote: state.data.vote, reason });
  });
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && state.ui.editing) {
      event.stopPropagation();
      turn.querySelector("[data-act=cancel]").click();
    }
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey) && event.target.id === "edit")
      turn.querySelector("[data-act=edited]").click();
  });
  return Object.assign(state, { draw });
};

const isOutOfSight = (node, margin) => {
  const { top, bottom } = node.getBoundingClientRect();
  return top < margin || bottom > window.innerHeight - margin;
};

// A new answer is read from its question on, below the bar at the top. Streamlit may go to the
// end of the page at any time while it grows, so the place is watched until nothing has moved for
// three seconds or the reader scrolls, points or types. Who goes on by Tab keeps what has the
// focus in sight.
const readFromStart = (state) => {
  state.watch?.abort();
  state.watch = new AbortController();
  const { signal } = state.watch;
  const stop = () => state.watch.abort();
  let moved = performance.now();
  let was = null;
  let isTabbing = false;
  const look = () => {
    const { top, height } = state.turn.getBoundingClientRect();
    const wanted = Number.parseFloat(getComputedStyle(state.turn).scrollMarginTop);
    const focused = isTabbing && document.activeElement?.shadowRoot?.activeElement;
    if (focused) {
      if (isOutOfSight(focused, wanted)) focused.scrollIntoView({ block: "center" });
    } else if (top < wanted - 2 || top > window.innerHeight / 3)
      state.turn.scrollIntoView({ block: "start" });
    const looks = `${top} ${height}`;
    if (looks !== was) moved = performance.now();
    was = looks;
    if (performance.now() - moved > 3000) stop();
  };
  const timer = setInterval(look, 250);
  signal.addEventListener("abort", () => clearInterval(timer));
  ["wheel", "touchmove", "pointerdown"].forEach((does) =>
    window.addEventListener(does, stop, { passive: true, signal }),
  );
  const pressed = ({ key }) => {
    if (key === "Tab") isTabbing = true;
    else if (key !== "Shift") stop();
  };
  window.addEventListener("keydown", pressed, { signal });
};

const turns = new WeakMap();

export default function ({ parentElement, data, setTriggerValue }) {
  if (!turns.has(parentElement)) turns.set(parentElement, begin(parentElement));
  const state = turns.get(parentElement);
  const isNews = state.data === null || state.data.state !== data.state;
  Object.assign(state, { data, send: setTriggerValue });
  state.draw();
  if (isNews && data.last && !data.open && !data.near) readFromStart(state);
  if (data.file && data.file.id !== state.saved) {
    state.saved = data.file.id;
    save(data.file);
    setTriggerValue("did", { do: "saved" });
  }
}
