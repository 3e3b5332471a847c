// The size of the text: its steps and its keys.
import { describe, expect, it } from 'vitest';
import { sizeAfter, sizeByKey, SIZES } from './reader.svelte';

const press = (key: string, held: Partial<KeyboardEvent> = { ctrlKey: true }) =>
  ({ key, ctrlKey: false, metaKey: false, altKey: false, ...held }) as KeyboardEvent;

describe('the size of the text', () => {
  it('goes up and down in its own steps and stops at both ends', () => {
    const up = SIZES.map((size) => sizeAfter(size, 1));
    expect(up).toEqual([...SIZES.slice(1), 200]);
    const down = SIZES.map((size) => sizeAfter(size, -1));
    expect(down).toEqual([85, ...SIZES.slice(0, -1)]);
  });

  it('finds its way from a size that is not offered', () => {
    expect(sizeAfter(120, 1)).toBe(150);
    expect(sizeAfter(500, -1)).toBe(175);
  });

  it('follows the keys that browsers use, and no others', () => {
    expect(sizeByKey(press('+'), 100)).toBe(115);
    expect(sizeByKey(press('='), 100)).toBe(115);
    expect(sizeByKey(press('-'), 100)).toBe(85);
    expect(sizeByKey(press('0'), 200)).toBe(100);
    expect(sizeByKey(press('+', {}), 100)).toBeNull();
    expect(sizeByKey(press('+', { ctrlKey: true, altKey: true }), 100)).toBeNull();
    expect(sizeByKey(press('1'), 100)).toBeNull();
  });
});
