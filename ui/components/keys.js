// Keys for those who keep the page open all day. Single letters act only outside of fields, and all
// of them can be turned off in the settings (WCAG 2.1.4).

const isField = (event) => event.composedPath().some((node) =>
  node.matches?.("input, textarea, select, [contenteditable=true], [role=combobox], [role=dialog]"));

const focus = (selector) => document.querySelector(selector)?.focus();

const SEARCH = ".st-key-search input";

// The field can be focused once the sidebar has come in.
const search = (looks = 20) => {
  if (looks === 20) document.querySelector("[data-testid=stExpandSidebarButton]")?.click();
  focus(SEARCH);
  if (looks > 0 && !document.activeElement?.matches(SEARCH)) setTimeout(search, 50, looks - 1);
};

const pressed = (event, tell, open) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isField(event)) return;
  const does = {
    "/": () => focus("[data-testid=stChatInputTextArea]"),
    s: () => search(),
    n: () => tell("new"),
    x: () => tell("stop"),
    "?": () => tell("help"),
    "]": () => tell("next"),
    "[": () => tell("previous"),
    Escape: () => open() && tell("close"),
  }[event.key];
  if (does) { event.preventDefault(); does(); }
};

const listeners = new WeakMap();

export default function ({ parentElement, data, setTriggerValue }) {
  const old = listeners.get(parentElement);
  if (old) document.removeEventListener("keydown", old);
  document.documentElement.lang = data.language;
  const listener = (event) => data.on && pressed(event, (what) => setTriggerValue("did", { do: what }), () => data.open);
  listeners.set(parentElement, listener);
  document.addEventListener("keydown", listener);
  return () => setTimeout(() => { if (!parentElement.isConnected && !parentElement.host?.isConnected) document.removeEventListener("keydown", listener); });
}
