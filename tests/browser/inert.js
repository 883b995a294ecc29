// What of a hostile text became more than text: in the page and in every shadow root of it.
deceiving => {
  const ADDRESSES = ["src", "href", "srcset", "action", "formaction", "data", "poster"];
  const found = [];
  const tell = node => found.push(node.outerHTML.slice(0, 300));

  const isInside = (node, value) => {
    const address = new URL(value, location.href);
    if (address.protocol === "data:") return ["IMG", "LINK"].includes(node.nodeName) && !value.includes("evil");
    return ["blob:", location.protocol].includes(address.protocol) && address.host === location.host;
  };

  const look = root => {
    for (const node of root.querySelectorAll("*")) {
      for (const { name, value } of node.attributes) {
        if (name.startsWith("on")) tell(node);
        if (ADDRESSES.includes(name) && !isInside(node, value)) tell(node);
      }
      if (node.matches(".katex, iframe, object, embed")) tell(node);
      if (node.matches("strong, em, code") && node.textContent.trim() === "evil") tell(node);
      if (node.matches("script") && node.textContent.includes("evil")) tell(node);
      if (node.shadowRoot) look(node.shadowRoot);
    }
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode.data;
      if ([...deceiving].some(sign => text.includes(sign))) found.push(text.slice(0, 300));
    }
  };

  look(document);
  if (window.evil) found.push("it ran");
  return found;
}
