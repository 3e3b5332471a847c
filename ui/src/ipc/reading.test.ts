// A reading serves what was given once, and after that only what it has read.
import { describe, expect, it } from 'vitest';
import { Reading } from './reading.svelte';

function counted() {
  let reads = 0;
  const reading = new Reading(() => {
    reads += 1;
    return Promise.resolve({ status: 'ok' as const, data: `read ${reads}` });
  });
  return { reading, reads: () => reads };
}

describe('a reading', () => {
  it('shows what was given without reading, once', async () => {
    const { reading, reads } = counted();
    reading.give('given');
    expect(reading.waiting).toBe(false);
    await reading.arrive();
    expect([reading.data, reads()]).toEqual(['given', 0]);
    await reading.arrive();
    expect([reading.data, reads()]).toEqual(['read 1', 1]);
  });

  it('reads at arrival when nothing was given', async () => {
    const { reading, reads } = counted();
    await reading.arrive();
    expect([reading.data, reads()]).toEqual(['read 1', 1]);
  });

  it('forgets that something was given as soon as it has read', async () => {
    const { reading, reads } = counted();
    reading.give('given');
    await reading.load();
    await reading.arrive();
    expect(reads()).toBe(2);
  });

  it('keeps what was given when an older answer comes after it', async () => {
    const { reading } = counted();
    const slow = reading.load();
    reading.give('given');
    await slow;
    expect(reading.data).toBe('given');
  });
});
