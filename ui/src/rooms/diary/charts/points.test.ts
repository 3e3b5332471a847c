// The points of a picture behind one Tab stop.
import { afterEach, describe, expect, it } from 'vitest';
import { destination, points } from './points';

const SVG = 'http://www.w3.org/2000/svg';

afterEach(() => document.body.replaceChildren());

describe('a key', () => {
  it.each([
    ['ArrowRight', 0, 1],
    ['ArrowDown', 1, 2],
    ['ArrowLeft', 0, 0],
    ['ArrowUp', 2, 1],
    ['Home', 15, 0],
    ['End', 0, 19],
    ['PageDown', 3, 13],
    ['PageUp', 3, 0],
  ])('%s from %i leads to %i of twenty', (key, at, to) => expect(destination(key, at, 20)).toBe(to));

  it.each([
    ['ArrowRight', 3, 10],
    ['ArrowLeft', 3, 3],
    ['ArrowRight', 15, 15],
    ['ArrowDown', 6, 7],
    ['PageDown', 0, 19],
  ])('%s from %i leads to %i where seven stand below each other', (key, at, to) =>
    expect(destination(key, at, 20, 7)).toBe(to),
  );

  it('that does not move leads nowhere', () => {
    expect(destination('a', 0, 3)).toBeNull();
    expect(destination('ArrowRight', -1, 3)).toBeNull();
    expect(destination('ArrowRight', 0, 0)).toBeNull();
  });
});

function picture(labels: string[]) {
  const svg = document.createElementNS(SVG, 'svg');
  labels.forEach((label, index) => {
    const point = document.createElementNS(SVG, 'circle');
    point.setAttribute('tabindex', index === 0 ? '0' : '-1');
    point.setAttribute('aria-label', label);
    if (label !== 'undated') point.dataset.date = `2026-11-0${index + 1}`;
    svg.append(point);
  });
  return svg;
}

function shown(labels: string[]) {
  const host = document.createElement('div');
  host.append(picture(labels));
  document.body.append(host);
  const said: (string | null)[] = [];
  const opened: string[] = [];
  points({ onsay: (words) => said.push(words), onopen: (date) => opened.push(date) })(host);
  const stops = () => [...host.querySelectorAll('circle')].map((one) => one.getAttribute('tabindex'));
  const at = () => document.activeElement?.getAttribute('aria-label');
  const press = (key: string) =>
    document.activeElement?.dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
    );
  return { host, said, opened, stops, at, press };
}

describe('the points', () => {
  it('are one Tab stop that goes along with the keyboard, and each says its words', () => {
    const { host, said, stops, at, press } = shown(['one', 'two', 'three']);
    host.querySelector('circle')?.focus();
    press('ArrowRight');
    expect(at()).toBe('two');
    press('End');
    expect(stops()).toEqual(['-1', '-1', '0']);
    expect(said).toEqual(['one', 'two', 'three']);
  });

  it('keep the place of the keyboard when the picture is drawn anew', async () => {
    const { host, at, press, stops } = shown(['one', 'two', 'three']);
    host.querySelector('circle')?.focus();
    press('ArrowRight');
    host.replaceChildren(picture(['one', 'two', 'three']));
    await new Promise((done) => setTimeout(done));
    expect(stops()).toEqual(['-1', '0', '-1']);
    expect(at()).toBe('two');
  });

  it('open their day by Enter and by a click, if they have one', () => {
    const { host, opened, press } = shown(['one', 'two', 'undated']);
    host.querySelector('circle')?.focus();
    press('ArrowRight');
    press('Enter');
    const all = host.querySelectorAll('circle');
    all[0]?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    all[2]?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    expect(opened).toEqual(['2026-11-02', '2026-11-01']);
  });

  it('fall silent when the keyboard leaves', () => {
    const { host, said } = shown(['one']);
    host.querySelector('circle')?.focus();
    host.querySelector('circle')?.blur();
    expect(said).toEqual(['one', null]);
  });
});
