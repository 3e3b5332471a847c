// Filters of the library: each narrows, none is forgotten, and a mat is taken for granted.
import { describe, expect, it } from 'vitest';
import type { ExerciseCardView } from '../../ipc';
import { fitting, NO_FILTERS, occurring } from './library';
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
  forms: [
    { id: 'full', title: 'Bridge', position: 'on_back', equipment: ['mat'], seconds: [170, 410] },
    { id: 'chair', title: 'Feet on a chair', position: 'on_back', equipment: ['chair'], seconds: [90, 120] },
  ],
};
const calf: ExerciseCardView = {
  ...bridge,
  slug: 'calf',
  forms: [{ id: 'wall', title: 'At a wall', position: 'standing', equipment: ['wall'], seconds: [170, 170] }],
};
const matches = (exercise: ExerciseCardView, filters: typeof NO_FILTERS) =>
  fitting(exercise, filters) !== null;

describe('the filters', () => {
  it('let everything through when nothing is chosen', () => {
    expect(matches(bridge, NO_FILTERS) && matches(calf, NO_FILTERS)).toBe(true);
  });

  it.each([
    ['time', '1', false],
    ['time', '2', true],
    ['equipment', 'chair', true],
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

  it('look at every form, and name the first that goes through', () => {
    expect(fitting(bridge, NO_FILTERS)?.id).toBe('full');
    expect(fitting(bridge, { ...NO_FILTERS, equipment: 'chair' })?.id).toBe('chair');
    expect(fitting(bridge, { ...NO_FILTERS, time: '2' })?.id).toBe('chair');
    // No one form is both: two forms that each do half are none.
    expect(fitting(bridge, { ...NO_FILTERS, equipment: 'none', time: '2' })).toBeNull();
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
