// Sizes of files: what is there is never "0".
import { expect, test } from 'vitest';
import { size } from './sizes';

test('sizes read as people say them, and what is there is never nothing', () => {
  expect(size(0)).toBe('0 KB');
  expect(size(1)).toBe('1 KB');
  expect(size(12_345)).toBe('12 KB');
  expect(size(3_400_000)).toBe('3.4 MB');
  expect(size(2_150_000_000)).toBe('2.1 GB');
});
