// What is wider than the place that it stands in: the page, and everything that could be scrolled.
() => {
  const wide = [];
  const look = root => {
    for (const node of root.querySelectorAll("*")) {
      const box = node.getBoundingClientRect();
      const isSeen = box.width > 0 && box.right > 0 && box.left < innerWidth;
      const scrolls = ["auto", "scroll"].includes(getComputedStyle(node).overflowX);
      if (isSeen && scrolls && node.scrollWidth > node.clientWidth + 1) {
        wide.push(`${node.nodeName} ${node.dataset.testid ?? node.className}: ${node.scrollWidth} > ${node.clientWidth}`);
      }
      if (node.shadowRoot) look(node.shadowRoot);
    }
  };
  look(document);
  const page = document.scrollingElement;
  if (page.scrollWidth > innerWidth) wide.push(`the page: ${page.scrollWidth} > ${innerWidth}`);
  return wide;
}
