// Filters of the library: each narrows, none is forgotten, and a mat is taken for granted.
import { describe, expect, it } from 'vitest';
import type { ExerciseCardView } from '../../ipc';
import { matches, NO_FILTERS, occurring } from './library';
import { minutes } from './wording';

const bridge: ExerciseCardView = {
  slug: 'bridge',
  title: 'Bridge',
  purpose: 'For strength.',
  position: 'on_back',
  kinds: ['strength'],
  slots: ['core'],
  equipment: ['mat'],
  patterns: ['eb', 'load'],
  dose: {
    sets: [2, 3],
    reps: [8, 12],
    holdS: [2, 3],
    forS: null,
    eachSide: false,
    seconds: [170, 410],
    lines: ['8 to 12 times'],
  },
  forms: 4,
};
const calf: ExerciseCardView = { ...bridge, slug: 'calf', position: 'standing', equipment: ['wall'] };

describe('the filters', () => {
  it('let everything through when nothing is chosen', () => {
    expect(matches(bridge, NO_FILTERS) && matches(calf, NO_FILTERS)).toBe(true);
  });

  it.each([
    ['time', '2', false],
    ['time', '5', true],
    ['position', 'on_back', true],
    ['position', 'standing', false],
    ['equipment', 'none', true],
    ['equipment', 'wall', false],
    ['pattern', 'load', true],
    ['pattern', 'fb', false],
  ] as const)('by %s %s', (key, value, through) => {
    expect(matches(bridge, { ...NO_FILTERS, [key]: value })).toBe(through);
  });

  it('ask for all that is chosen at once', () => {
    const both = { ...NO_FILTERS, position: 'standing', equipment: 'none' };
    expect(matches(calf, both)).toBe(false);
    expect(matches(calf, { ...both, equipment: 'wall' })).toBe(true);
  });

  it('offer each value once', () => {
    expect(occurring([bridge, calf, bridge], (one) => one.patterns)).toEqual(['eb', 'load']);
  });
});

describe('the time', () => {
  it('is said in whole minutes, and never as none', () => {
    expect(minutes(bridge.dose)).toBe(3);
    expect(minutes({ ...bridge.dose, seconds: [20, 20] })).toBe(1);
  });
});
