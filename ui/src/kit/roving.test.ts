// A row of buttons behind one Tab stop.
import { afterEach, describe, expect, it } from 'vitest';
import { destination, roving } from './roving';

afterEach(() => document.body.replaceChildren());

describe('a key', () => {
  it.each([
    ['ArrowRight', 0, 1],
    ['ArrowDown', 1, 2],
    ['ArrowRight', 2, 2],
    ['ArrowLeft', 0, 0],
    ['Home', 2, 0],
    ['End', 0, 2],
  ])('%s from %i leads to %i of three', (key, at, to) => expect(destination(key, at, 3)).toBe(to));

  it('that does not move leads nowhere', () => {
    expect(destination('a', 0, 3)).toBeNull();
    expect(destination('ArrowRight', -1, 3)).toBeNull();
    expect(destination('ArrowRight', 0, 0)).toBeNull();
  });
});

function row(pressed: number | null) {
  const host = document.createElement('div');
  for (let at = 0; at < 3; at += 1) {
    const button = document.createElement('button');
    button.setAttribute('aria-pressed', String(at === pressed));
    host.append(button);
  }
  document.body.append(host);
  const buttons = [...host.querySelectorAll('button')];
  const stops = () => buttons.map((button) => button.tabIndex);
  const press = (key: string) =>
    host.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  return { host, buttons, stops, press, stop: roving(host) };
}

describe('the Tab stop', () => {
  it('is the pressed button, else the first', () => {
    expect(row(1).stops()).toEqual([-1, 0, -1]);
    expect(row(null).stops()).toEqual([0, -1, -1]);
  });

  it('goes along with the arrows and comes back to what is pressed', () => {
    const { buttons, stops, press } = row(0);
    buttons[0]?.focus();
    press('ArrowRight');
    expect(document.activeElement).toBe(buttons[1]);
    expect(stops()).toEqual([-1, 0, -1]);
    buttons[1]?.blur();
    expect(stops()).toEqual([0, -1, -1]);
  });

  it('is the only one, whatever is pressed meanwhile', async () => {
    const { buttons, stops } = row(0);
    buttons[0]?.setAttribute('aria-pressed', 'false');
    buttons[2]?.setAttribute('aria-pressed', 'true');
    await new Promise((done) => setTimeout(done));
    expect(stops()).toEqual([-1, -1, 0]);
  });
});
