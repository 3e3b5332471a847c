// Turns SVG text into elements that are safe to place beside others: nothing that acts, and no id used twice.

const REFERENCES = ['aria-labelledby', 'aria-describedby'];

/** The root of the drawing, or null when the text is no drawing; `prefix` keeps its ids apart from all others. */
export function drawing(svg: string, prefix: string): SVGSVGElement | null {
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
  const root = parsed.documentElement;
  if (root === null || root.nodeName !== 'svg' || parsed.querySelector('parsererror')) return null;
  for (const acting of root.querySelectorAll('script, foreignObject, iframe, a')) acting.remove();
  for (const element of [root, ...root.querySelectorAll('*')]) rename(element, prefix);
  return document.importNode(root, true) as unknown as SVGSVGElement;
}

/** Makes a drawing on the page look like a newer one of the same parts; the parts stay, and with them the focus. */
export function renew(shown: SVGSVGElement, newer: SVGSVGElement, key: string) {
  const fresh = new Map(
    [...newer.querySelectorAll(`[${key}]`)].map((part) => [part.getAttribute(key), part]),
  );
  for (const part of shown.querySelectorAll(`[${key}]`)) {
    const other = fresh.get(part.getAttribute(key));
    if (!other) continue;
    for (const { name, value } of other.attributes) {
      if (part.getAttribute(name) !== value) part.setAttribute(name, value);
    }
    part.replaceChildren(...other.childNodes);
  }
}

function rename(element: Element, prefix: string) {
  for (const { name, value } of [...element.attributes]) {
    if (name.startsWith('on') || name === 'style') element.removeAttribute(name);
    else if (name === 'id') element.setAttribute(name, `${prefix}-${value}`);
    else if (REFERENCES.includes(name)) {
      const ids = value.split(/\s+/).map((id) => `${prefix}-${id}`);
      element.setAttribute(name, ids.join(' '));
    } else if (name === 'href' || name === 'xlink:href') {
      if (value.startsWith('#')) element.setAttribute(name, `#${prefix}-${value.slice(1)}`);
      else element.removeAttribute(name);
    } else if (value.includes('url(#')) {
      element.setAttribute(name, value.replaceAll('url(#', `url(#${prefix}-`));
    }
  }
}
