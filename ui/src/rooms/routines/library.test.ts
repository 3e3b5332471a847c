// Filters of the library: each narrows, none is forgotten, and a mat is taken for granted.
import { describe, expect, it } from 'vitest';
import type { ExerciseCardView } from '../../ipc';
import { matches, NO_FILTERS, occurring } from './library';
import { doseLines, minutes } from './wording';

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

describe('the dose', () => {
  it('says every fact and nothing twice', () => {
    expect(doseLines(bridge.dose)).toEqual(['8 to 12 times', 'Hold for 2 to 3 seconds', '2 to 3 sets']);
    expect(minutes(bridge.dose)).toBe(3);
  });

  it('says long times in minutes and names both sides', () => {
    const dose = {
      ...bridge.dose,
      reps: null,
      holdS: null,
      sets: [1, 1] as [number, number],
      eachSide: true,
    };
    expect(doseLines({ ...dose, forS: [60, 600] })).toEqual(['For 1 to 10 minutes', 'On each side']);
    expect(doseLines({ ...dose, forS: [45, 45], eachSide: false })).toEqual(['For 45 seconds']);
  });
});
