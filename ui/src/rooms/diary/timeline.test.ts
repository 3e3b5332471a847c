// The list of everything: a window of pages over any number of records, and a filter that says what it hides.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TimelineRequest } from '../../ipc';
import { painEntry } from './testing';
import { byDay, PAGE, PAGES_SHOWN, Timeline } from './timeline.svelte';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A diary of so many entries, ten a day, of which a search finds every hundredth. */
function diary(count: number) {
  const all = Array.from({ length: count }, (_, at) => ({
    kind: 'pain' as const,
    record: painEntry({
      id: `e${at}`,
      localDate: `2026-${String(12 - (Math.floor(at / 10 / 28) % 12)).padStart(2, '0')}-01`,
    }),
  }));
  const asked: TimelineRequest[] = [];
  const gone = new Set<string>();
  const read = (input: TimelineRequest) => {
    asked.push(input);
    const passing = all.filter(
      (one, at) => !gone.has(one.record.id) && (input.words === null || at % 100 === 0),
    );
    const start = input.skip;
    return Promise.resolve({
      status: 'ok' as const,
      data: {
        records: passing.slice(start, start + input.limit),
        shown: passing.length,
        total: count - gone.size,
        first: '2026-01-01',
        more: start + input.limit < passing.length,
      },
    });
  };
  return { list: new Timeline(read), asked, gone };
}

const ids = (list: Timeline) => list.shown.flatMap((page) => page.records ?? []).map((one) => one.record.id);

describe('the window', () => {
  it('never holds more rows than its pages, and goes down and up again without a gap', async () => {
    const { list } = diary(1000);
    await list.load();
    for (let step = 0; step < 12; step += 1) {
      list.shown.forEach((_, index) => list.measure(index, 500));
      await list.down();
      expect(ids(list).length).toBeLessThanOrEqual(PAGE * PAGES_SHOWN);
    }
    expect(list.top).toBe(13 - PAGES_SHOWN);
    expect(list.above).toBe(list.top * 500);
    expect(ids(list)[0]).toBe(`e${list.top * PAGE}`);
    while (list.top > 0) await list.up();
    expect(list.above).toBe(0);
    expect(ids(list)).toEqual(Array.from({ length: PAGE * PAGES_SHOWN }, (_, at) => `e${at}`));
    expect(list.older).toBe(true);
  });

  it('ends where the diary ends', async () => {
    const { list, asked } = diary(50);
    await list.load();
    await list.down();
    await list.down();
    expect(list.older).toBe(false);
    const before = asked.length;
    await list.down();
    expect(asked.length).toBe(before);
    expect(ids(list).length).toBe(50);
  });

  it('is as long as the diary from the beginning, and any place of it is one reading away', async () => {
    const { list, asked } = diary(100_000);
    await list.load();
    list.measure(0, 1000);
    expect(list.below).toBe(4999 * 1000);
    await list.jump(4_999_500);
    expect(asked.length).toBe(2);
    expect(ids(list).at(-1)).toBe('e99999');
    expect(list.older).toBe(false);
    await list.jump(2_500_500);
    expect(asked.length).toBe(3);
    expect(ids(list)[0]).toBe('e49980');
    expect(ids(list).length).toBeLessThanOrEqual(PAGE * PAGES_SHOWN);
    await list.jump(0);
    expect(ids(list)[0]).toBe('e0');
  });

  it('stays in its place when something changes, and begins anew when its place is gone', async () => {
    const { list, gone } = diary(1000);
    await list.load();
    for (let step = 0; step < 19; step += 1) await list.down();
    const { top } = list;
    expect(top).toBeGreaterThan(0);
    await list.again();
    expect(list.top).toBe(top);
    expect(ids(list)[0]).toBe(`e${top * PAGE}`);
    for (let at = 0; at < 900; at += 1) gone.add(`e${at}`);
    await list.again();
    expect(list.top).toBe(0);
    expect(ids(list)[0]).toBe('e900');
  });
});

describe('a filter', () => {
  it('says how much it shows of how much, and shows everything again', async () => {
    const { list } = diary(212);
    await list.load();
    expect(list.narrowed).toBe(false);
    list.narrow({ words: 'stairs' });
    await vi.runAllTimersAsync();
    expect(list.figures).toMatchObject({ shown: 3, total: 212 });
    expect(list.narrowed).toBe(true);
    list.clear();
    await vi.runAllTimersAsync();
    expect(list.figures).toMatchObject({ shown: 212, total: 212 });
    expect(list.narrowed).toBe(false);
  });

  it('waits for the next letter, and asks once', async () => {
    const { list, asked } = diary(10);
    for (const words of ['s', 'st', 'sta']) list.narrow({ words });
    await vi.runAllTimersAsync();
    expect(asked.map((one) => one.words)).toEqual(['sta']);
  });

  it('of blanks only hides nothing', async () => {
    const { list, asked } = diary(10);
    list.narrow({ words: '   ' });
    await vi.runAllTimersAsync();
    expect(asked.at(-1)?.words).toBeNull();
  });
});

describe('days', () => {
  const on = (id: string, localDate: string) => ({
    kind: 'pain' as const,
    record: painEntry({ id, localDate }),
  });

  it('have one heading, also when they go on on the next page', () => {
    const days = byDay([on('a', '2026-11-23'), on('b', '2026-11-23'), on('c', '2026-11-22')], '2026-11-23');
    expect(days.map((day) => [day.date, day.headed, day.records.length])).toEqual([
      ['2026-11-23', false, 2],
      ['2026-11-22', true, 1],
    ]);
  });
});
