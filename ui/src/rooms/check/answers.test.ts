// The answers to a question: their keys, and "none of these", which goes with nothing else.
import { describe, expect, it } from 'vitest';
import { endsAtOnce, numberOf, pressed, rowOf, rowsOf, single, standing, type Answer } from './answers';
import type { CheckInputView } from '../../ipc';

const choices = (...ids: string[]) =>
  ids.map((id) => ({ id, text: `It is ${id}`, emergency: id === 'chest' }));
const yesNo: CheckInputView = { kind: 'yes_no', emergency: false };
const options = choices('chest', 'calf');
const many: CheckInputView = { kind: 'some', options };
const steps: CheckInputView = { kind: 'steps', options: choices('days', 'weeks', 'months') };
const age: CheckInputView = { kind: 'number', unit: 'years', low: 0, high: 120 };
const some = (yes: string[], unsure: string[] = []): Answer => ({ kind: 'some', yes, unsure });

describe('a key', () => {
  it('answers by its letter or by the place of the answer, whatever the case', () => {
    const by = (input: CheckInputView, keys: string) => [...keys].map((key) => rowOf(input, key));
    expect(by(yesNo, 'yNu13')).toEqual(['yes', 'no', 'unsure', 'yes', 'unsure']);
    expect(by(many, '2n3')).toEqual(['calf', 'none', 'none']);
    expect(by(steps, '13')).toEqual(['days', 'months']);
  });

  it('that stands for no answer does nothing', () => {
    for (const key of ['4', '0', 'x', 'Enter', 'yes', '', ' ']) expect(rowOf(yesNo, key)).toBeNull();
    for (const key of ['y', 'u', '4']) expect(rowOf(many, key)).toBeNull();
    for (const key of ['1', 'y', 'n']) expect(rowOf(age, key)).toBeNull();
  });

  it('is the one that is written beside the answer', () => {
    const long: CheckInputView = { kind: 'some', options: choices(...'abcdefghijkl') };
    for (const input of [yesNo, many, steps, long])
      for (const row of rowsOf(input)) if (row.key !== '') expect(rowOf(input, row.key)).toBe(row.id);
    expect(rowsOf(long).filter((row) => row.key === '')).toHaveLength(3);
  });
});

describe('a press', () => {
  it('on one of many adds it in the order of the list, and takes it back', () => {
    expect(pressed(options, some(['calf']), 'chest', 'on')).toEqual(some(['chest', 'calf']));
    expect(pressed(options, some(['chest', 'calf']), 'calf', 'on')).toEqual(some(['chest']));
    expect(pressed(options, some(['chest']), 'chest', 'on')).toBeNull();
  });

  it('makes a tick a doubt and a doubt a tick, never both', () => {
    expect(pressed(options, some(['calf']), 'calf', 'unsure')).toEqual(some([], ['calf']));
    expect(pressed(options, some([], ['calf']), 'calf', 'on')).toEqual(some(['calf']));
    expect(pressed(options, some([], ['calf']), 'calf', 'unsure')).toBeNull();
  });

  it('on none of these lets go of the rest, and the rest lets go of none', () => {
    expect(pressed(options, some(['chest'], ['calf']), 'none', 'on')).toEqual({ kind: 'none' });
    expect(pressed(options, { kind: 'none' }, 'chest', 'on')).toEqual(some(['chest']));
    expect(pressed(options, { kind: 'none' }, 'chest', 'unsure')).toEqual(some([], ['chest']));
    expect(pressed(options, { kind: 'none' }, 'none', 'on')).toBeNull();
  });

  it('is one answer where there can be only one', () => {
    expect(single(yesNo, 'unsure')).toEqual({ kind: 'unsure' });
    expect(single(yesNo, 'maybe')).toBeNull();
    expect(single(steps, 'weeks')).toEqual({ kind: 'step', step: 'weeks' });
    expect(single(many, 'calf')).toBeNull();
  });

  it('shows where it left the line', () => {
    expect(standing(some(['chest'], ['calf']), 'calf')).toBe('unsure');
    expect(standing({ kind: 'step', step: 'weeks' }, 'weeks')).toBe('on');
    expect(standing({ kind: 'yes' }, 'no')).toBe('off');
    expect(standing(null, 'yes')).toBe('off');
  });
});

describe('a number', () => {
  it('is taken within its bounds only', () => {
    expect(numberOf(age, ' 67 ')).toEqual({ kind: 'number', value: 67 });
    expect(numberOf(age, '0')).toEqual({ kind: 'number', value: 0 });
    for (const typed of ['', '121', '-1', '6.5', '6,5', '1e1', 'old', '99999'])
      expect(numberOf(age, typed)).toBeNull();
  });
});

describe('an emergency', () => {
  it('is in the answer that makes one, and in no other', () => {
    expect(endsAtOnce(many, 'chest')).toBe(true);
    for (const row of ['calf', 'none']) expect(endsAtOnce(many, row)).toBe(false);
    const sign: CheckInputView = { kind: 'yes_no', emergency: true };
    expect(['yes', 'unsure', 'no'].map((row) => endsAtOnce(sign, row))).toEqual([true, true, false]);
    expect(['yes', 'unsure'].map((row) => endsAtOnce(yesNo, row))).toEqual([false, false]);
  });
});
