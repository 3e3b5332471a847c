// Numbers that are typed, and what is none.
import { describe, expect, it } from 'vitest';
import { readNumber, written } from './numbers';

describe('a number that is typed', () => {
  it.each([
    ['20', 20],
    [' 7,5 ', 7.5],
    ['7.25', 7.25],
    ['-1', -1],
    ['0', 0],
  ])('%s is %d', (typed, number) => expect(readNumber(typed)).toBe(number));

  it('is nothing when nothing is written, which is not zero', () => {
    expect(readNumber('  ')).toBeNull();
    expect(written(null)).toBe('');
    expect(written(0)).toBe('0');
  });

  it.each(['ten', '1e3', '0x10', '1.2.3', '5 min', '٣', 'Infinity', '.5'])('%s is no number', (typed) =>
    expect(readNumber(typed)).toBeNaN(),
  );
});
