// A moving drawing: it rests where it should, comes back, and costs little.
import { describe, expect, it } from 'vitest';
import { Between, reached, rests, type Moving } from './moving';

const there: Moving = {
  steps: [['M0 0'], ['M5 0'], ['M10 0'], ['M20 0'], ['M30 -4']],
  stepsEach: 2,
  round: false,
};

describe('a moving drawing', () => {
  it('goes there and back over its rests', () => {
    expect(rests(there)).toEqual([0, 2, 4, 2]);
    expect(rests({ ...there, round: true })).toEqual([0, 2]);
  });

  it('rests first, moves gently, and is at the next rest in time', () => {
    expect(reached(there, 0)).toBe(0);
    expect(reached(there, 900)).toBe(0);
    expect(reached(there, 1650)).toBeCloseTo(1);
    expect(reached(there, 2400)).toBe(2);
    expect(reached(there, 4 * 2400)).toBe(0);
  });

  it('comes back from its last rest the way it came, or goes on round', () => {
    expect(reached(there, 3 * 2400 + 900 + 750)).toBeCloseTo(1);
    expect(reached({ ...there, round: true }, 2400 + 900 + 750)).toBeCloseTo(3);
  });

  it('never leaves its steps, whatever the clock says', () => {
    for (let ms = 0; ms < 40_000; ms += 37) {
      const step = reached(there, ms);
      expect(step).toBeGreaterThanOrEqual(0);
      expect(step).toBeLessThanOrEqual(4);
    }
  });

  it('draws the straight way between two steps, and the steps themselves as they are', () => {
    const between = new Between(there);
    expect(between.paths(2)).toEqual(['M10 0']);
    expect(between.paths(3.5)).toEqual(['M25 -2']);
    expect(between.paths(99)).toEqual(['M30 -4']);
  });

  it('needs less than 4 ms for one frame of a figure', () => {
    const path = (shift: number) => `M${shift} 1` + `C${shift + 0.5} 2 3.5 -4 5 6`.repeat(24) + 'Z';
    const piece = (shift: number) => Array.from({ length: 45 }, () => path(shift));
    const between = new Between({ steps: [piece(1), piece(9)], stepsEach: 1, round: false });
    between.paths(0.5);
    const took: number[] = [];
    for (let frame = 0; frame < 60; frame++) {
      const began = performance.now();
      between.paths((frame + 0.5) / 61);
      took.push(performance.now() - began);
    }
    const median = took.sort((a, b) => a - b)[30] ?? Infinity;
    console.info(`one frame of a figure: ${median.toFixed(2)} ms`);
    expect(median).toBeLessThan(4);
  });
});
