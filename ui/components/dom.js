// Shared by every component: trees are built anew from `data`, then merged into what stands there,
// so that focus, scrolling and selection survive an update. Foreign text only ever becomes text
// nodes and attribute values of names chosen here.

const el = (tag, props = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(
    ...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return node;
};

const sameKind = (a, b) =>
  a.nodeType === b.nodeType &&
  a.nodeName === b.nodeName &&
  (a.nodeType !== 1 || a.getAttribute("data-key") === b.getAttribute("data-key"));

// What a person has done to these stays theirs.
const OWN = { DETAILS: ["open"], INPUT: ["value"], TEXTAREA: ["value"] };

const mergeAttributes = (from, to) => {
  const own = OWN[from.nodeName] ?? [];
  for (const { name } of [...from.attributes]) {
    if (!to.hasAttribute(name) && !own.includes(name)) from.removeAttribute(name);
  }
  for (const { name, value } of [...to.attributes]) {
    if (from.getAttribute(name) !== value && !own.includes(name)) from.setAttribute(name, value);
  }
};

const merge = (from, to) => {
  if (from.nodeType === 3) {
    if (from.data !== to.data) from.data = to.data;
    return;
  }
  mergeAttributes(from, to);
  mergeChildren(from, to);
};

const mergeChildren = (from, to) => {
  let here = from.firstChild;
  for (const next of [...to.childNodes]) {
    let match = here;
    while (match && !sameKind(match, next)) match = match.nextSibling;
    if (!match) {
      from.insertBefore(next, here);
      continue;
    }
    while (here !== match) {
      const gone = here;
      here = here.nextSibling;
      gone.remove();
    }
    merge(match, next);
    here = match.nextSibling;
  }
  while (here) {
    const gone = here;
    here = here.nextSibling;
    gone.remove();
  }
};

const show = (root, ...children) => mergeChildren(root, el("div", {}, ...children));

// One listener a kind on the root; what is clicked says in data-act what it does.
const listen = (root, kind, actions) => {
  root[`on${kind}`] = (event) => {
    const target = event.target.closest?.("[data-act]");
    if (target && actions[target.dataset.act]) actions[target.dataset.act](target, event);
  };
};

// A heading that is too long to stand there whole scrolls, and keys can reach it to do so.
const folding = (text, most) =>
  text.length > most || text.split("\n").length > 6 ? { class: "long", tabindex: 0 } : {};

const shade = (marker) => `m${((marker - 1) % 8) + 1}`;
