// Everything that moves by itself or would move on a change, in the page and its shadow roots.
() => {
  const moving = [];
  const longest = times => Math.max(...times.split(",").map(parseFloat));
  const look = root => {
    for (const node of root.querySelectorAll("*")) {
      for (const part of [null, "::before", "::after"]) {
        const style = getComputedStyle(node, part);
        const isAnimated = style.animationName !== "none" && longest(style.animationDuration) > 0;
        const isEased = style.transitionProperty !== "none" && longest(style.transitionDuration) > 0;
        const isSmooth = style.scrollBehavior === "smooth";
        if (isAnimated || isEased || isSmooth) moving.push(`${node.nodeName} ${node.className} ${part ?? ""}`);
      }
      if (node.shadowRoot) look(node.shadowRoot);
    }
  };
  look(document);
  return moving.concat(window.smoothScrolls ?? []);
}
