// Pictures from outside: drawn, but never able to act.
import { describe, expect, it } from 'vitest';
import { drawing, renew } from './drawing';

const svg = (inner: string, more = '') =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1" ${more}>${inner}</svg>`;

describe('a drawing', () => {
  it('keeps its shapes and their classes', () => {
    const root = drawing(svg('<path class="c-line" d="M0 0"/>'), 'p');
    expect(root?.querySelector('path')?.getAttribute('class')).toBe('c-line');
  });

  it('loses everything that acts', () => {
    const root = drawing(
      svg(
        '<script>1</script><foreignObject/><a href="#x"/><path onclick="1" style="fill:red"/>',
        'onload="1"',
      ),
      'p',
    );
    expect(root?.querySelectorAll('script, foreignObject, a')).toHaveLength(0);
    expect(root?.hasAttribute('onload')).toBe(false);
    expect(root?.querySelector('path')?.hasAttribute('onclick')).toBe(false);
    expect(root?.querySelector('path')?.hasAttribute('style')).toBe(false);
  });

  it('gets ids of its own, and what refers to them follows', () => {
    const root = drawing(
      svg(
        '<title id="t">x</title><use href="#u"/><use href="https://example.org/#u"/>',
        'aria-labelledby="t d"',
      ),
      'p',
    );
    expect(root?.getAttribute('aria-labelledby')).toBe('p-t p-d');
    expect(root?.querySelector('title')?.id).toBe('p-t');
    const hrefs = [...(root?.querySelectorAll('use') ?? [])].map((use) => use.getAttribute('href'));
    expect(hrefs).toEqual(['#p-u', null]);
  });

  it('is nothing when the text is no drawing', () => {
    expect(drawing('<p>x</p>', 'p')).toBeNull();
    expect(drawing('no markup', 'p')).toBeNull();
  });
});

describe('a drawing that is renewed', () => {
  it('looks like the newer one and keeps its parts', () => {
    const part = (key: string, state: string) =>
      `<g data-part="${key}" aria-checked="${state}"><path class="${state}"/></g>`;
    const shown = drawing(svg(part('a', 'false') + part('b', 'false')), 'p');
    const newer = drawing(svg(part('a', 'true') + part('b', 'false')), 'p');
    if (!shown || !newer) throw new Error('both are drawings');
    const before = [...shown.querySelectorAll('[data-part]')];
    renew(shown, newer, 'data-part');
    const after = [...shown.querySelectorAll('[data-part]')];
    expect(after).toEqual(before);
    expect(after.map((one) => one.getAttribute('aria-checked'))).toEqual(['true', 'false']);
    expect(after[0]?.querySelector('path')?.getAttribute('class')).toBe('true');
  });
});
