// What the fields of a routine of one's own send, and how a list is put in another order.
import { describe, expect, it } from 'vitest';
import type { OwnPartView } from '../../ipc';
import { draftOf, drafted, has, inForm, moved, partOf } from './own.svelte';

const bridge: OwnPartView = {
  exercise: 'bridge',
  title: 'Bridge',
  form: 'full',
  sets: 2,
  reps: 8,
  holdS: 2,
  forS: null,
  only: null,
  eachSide: false,
  lines: ['8 times'],
  fit: 'yes',
  why: [],
  instead: null,
  forms: [
    { id: 'full', title: 'Bridge', sets: 2, reps: 8, holdS: 2, forS: null, eachSide: false },
    { id: 'march', title: 'March', sets: 2, reps: 6, holdS: null, forS: null, eachSide: true },
  ],
};

describe('the fields of a part', () => {
  it('send back what they were given', () => {
    expect(drafted(bridge, draftOf(bridge))).toEqual(partOf(bridge));
  });

  it('begin another form with its own dose, and send nothing that it lacks', () => {
    const march = bridge.forms[1];
    if (!march) throw new Error('no such form');
    const draft = { ...inForm(march), side: 'left' };
    expect(drafted(bridge, draft)).toEqual({
      exercise: 'bridge',
      form: 'march',
      sets: 2,
      reps: 6,
      holdS: null,
      forS: null,
      only: 'left',
    });
  });

  it.each(['', '0', '-1', '2.5', 'many', '1e3'])('send %j as nothing that could be kept', (reps) => {
    expect(drafted(bridge, { ...draftOf(bridge), reps }).reps).toBe(0);
  });

  it('send a side only where there are two', () => {
    expect(drafted(bridge, { ...draftOf(bridge), side: 'left' }).only).toBeNull();
  });
});

describe('the order', () => {
  it('moves one thing and keeps the others', () => {
    expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
    expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
    expect(moved(['a'], 3, 0)).toEqual(['a']);
  });
});

describe('the days', () => {
  it('are bits from Monday on', () => {
    expect([0, 1, 2, 3, 4, 5, 6].map((day) => has(0b100_0101, day))).toEqual([
      true,
      false,
      true,
      false,
      false,
      false,
      true,
    ]);
  });
});
