// The walks of the last days, as Today counts them.
import { describe, expect, it } from 'vitest';
import { sumOf } from './today.svelte';

describe('the walks of a week', () => {
  it('are minutes and walks, and a day without any adds nothing', () => {
    const days = [
      { walks: 2, walkMin: 40 },
      { walks: 0, walkMin: null },
      { walks: 1, walkMin: 24 },
    ];
    expect(sumOf(days)).toEqual({ walks: 3, minutes: 64 });
    expect(sumOf([])).toEqual({ walks: 0, minutes: 0 });
  });
});
