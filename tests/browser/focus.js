// What has the focus, in whatever shadow root; and whether what had it a moment ago looked so.
() => {
  const deepest = root => {
    const node = root.activeElement;
    return node?.shadowRoot?.activeElement ? deepest(node.shadowRoot) : node;
  };
  const above = node => node.parentElement ?? node.getRootNode().host ?? null;

  // a field's frame may be drawn by what stands around it
  const look = node => {
    const seen = [];
    for (let at = node, depth = 0; at && depth < 4; at = above(at), depth += 1) {
      const style = getComputedStyle(at);
      const outline = style.outlineStyle === "none" ? "" : style.outlineWidth + style.outlineColor;
      seen.push(outline, style.boxShadow, style.borderTopWidth, style.borderTopColor);
    }
    return seen.join();
  };

  const words = node => node.innerText?.trim() || node.placeholder || node.nodeName;

  const node = deepest(document);
  const last = window.lastFocused;
  const isUnseen = last?.node.isConnected && last.node !== node && look(last.node) === last.look;
  window.lastFocused = node === document.body ? null : { node, look: look(node) };
  const box = node.getBoundingClientRect();
  return {
    name: node.getAttribute("aria-label") ?? node.labels?.[0]?.innerText ?? words(node),
    isNowhere: node === document.body,
    isInSight: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    unseen: isUnseen ? last.node.outerHTML.slice(0, 200) : null,
  };
}
