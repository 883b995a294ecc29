// What concerns the whole page: keys, the sidebar on narrow screens, a question that waits for a
// busy server, and a server that is gone. Single letters act only outside of fields, and can be
// turned off in the settings (WCAG 2.1.4).

const isField = (event) =>
  event
    .composedPath()
    .some((node) =>
      node.matches?.(
        "input, textarea, select, [contenteditable=true], [role=combobox], [role=dialog]",
      ),
    );

const focus = (selector) => document.querySelector(selector)?.focus();

const SEARCH = ".st-key-search input";
const QUESTION = "[data-testid=stChatInputTextArea]";
const NARROW = 768; // below this width, Streamlit lays the sidebar over the page

// The field can be focused once the sidebar has come in.
const search = (looks = 20) => {
  if (looks === 20) document.querySelector("[data-testid=stExpandSidebarButton]")?.click();
  focus(SEARCH);
  if (looks > 0 && !document.activeElement?.matches(SEARCH)) setTimeout(search, 50, looks - 1);
};

const pressed = (event, tell, open) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isField(event))
    return;
  const does = {
    "/": () => focus(QUESTION),
    s: () => search(),
    n: () => tell("new"),
    x: () => tell("stop"),
    "?": () => tell("help"),
    "]": () => tell("next"),
    "[": () => tell("previous"),
    Escape: () => open() && tell("close"),
  }[event.key];
  if (does) {
    event.preventDefault();
    does();
  }
};

// A selection in the sidebar uncovers what was selected.
const CHOICES = ".st-key-new button, [data-testid=stSidebarNavLink], a[data-act=open]";
const uncover = (event) => {
  const path = event.composedPath();
  if (innerWidth >= NARROW || !path.some((node) => node.matches?.("[data-testid=stSidebar]")))
    return;
  if (path.some((node) => node.matches?.(CHOICES))) {
    setTimeout(
      () => document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click(),
      50,
    );
  }
};

// A question appears at once even where the server is busy; turn.js puts its real turn in place.
const echo = (text) => {
  const turns = () => document.querySelectorAll("[class*=st-key-turn-]").length;
  const before = turns();
  const place = document.querySelector("[data-testid=stMainBlockContainer]");
  const note = el(
    "div",
    { class: "question-echo", role: "status" },
    el("h2", { dir: "auto" }, text),
  );
  const began = performance.now();
  const watch = setInterval(() => {
    const refused = document.querySelector("[data-testid=stAlertContentError]");
    const gone =
      performance.now() - began > 60000 || turns() > before || refused || !place?.isConnected;
    if (gone) {
      clearInterval(watch);
      note.remove();
      return;
    }
    if (!note.isConnected && performance.now() - began > 100) {
      place.append(note);
      note.scrollIntoView({ block: "end" });
    }
  }, 50);
};
const asked = (event) => {
  const box = document.querySelector(QUESTION);
  if (!box?.value.trim()) return;
  const byKey =
    event.type === "keydown" &&
    event.target === box &&
    event.key === "Enter" &&
    !event.shiftKey &&
    !event.isComposing;
  const byClick =
    event.type === "click" && event.target.closest?.("[data-testid=stChatInputSubmitButton]");
  if (byKey || byClick) echo(box.value.trim());
};

const leave = (event) => {
  if (event.key === "Escape" && event.target.matches?.(QUESTION)) event.target.blur();
};

// Streamlit's dialog about a lost connection speaks of Streamlit and the internet.
const explain = (words) => {
  const dialog = document.querySelector("[data-testid=stDialog] [role=dialog]");
  if (!dialog || !/Streamlit/.test(dialog.textContent)) return;
  const [head] = dialog.querySelectorAll("h2");
  const body = head?.nextElementSibling;
  if (head) head.textContent = words.name;
  if (body) body.textContent = words.connection_lost;
};

// Streamlit has the link to the content in English only.
const translate = (words) => {
  const link = document.querySelector("[data-testid=stSkipToContent]");
  if (link && link.textContent !== words.skip) link.textContent = words.skip;
};

const once = (page) => {
  new MutationObserver(() => {
    explain(page.words);
    translate(page.words);
  }).observe(document.body, { childList: true, subtree: true });
  document.addEventListener("click", uncover, true);
  document.addEventListener("click", asked, true);
  document.addEventListener("keydown", asked, true);
  document.addEventListener("keydown", leave);
};

const listeners = new WeakMap();

export default function ({ parentElement, data, setTriggerValue }) {
  const old = listeners.get(parentElement);
  if (old) document.removeEventListener("keydown", old);
  document.documentElement.lang = data.language;
  if (!window.askThePage) once((window.askThePage = {}));
  window.askThePage.words = data.words;
  translate(data.words);
  const listener = (event) =>
    data.on &&
    pressed(
      event,
      (what) => setTriggerValue("did", { do: what }),
      () => data.open,
    );
  listeners.set(parentElement, listener);
  document.addEventListener("keydown", listener);
  return () =>
    setTimeout(() => {
      if (!parentElement.isConnected && !parentElement.host?.isConnected)
        document.removeEventListener("keydown", listener);
    });
}
