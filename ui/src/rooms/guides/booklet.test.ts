// What a booklet asks for: an order that can be changed, and questions as they were written.
import { expect, test } from 'vitest';
import { Booklet, type Piece } from './booklet.svelte';

const guide = (slug: string): Piece => ({ kind: 'guide', slug, title: slug });
const routine = (slug: string): Piece => ({ kind: 'routine', slug, title: slug });

test('guides come before routines, each in the order of choosing until it is moved', () => {
  const booklet = new Booklet();
  for (const piece of [routine('r1'), guide('a'), guide('b'), routine('r2')]) booklet.turn(piece, true);
  expect(booklet.request([])).toMatchObject({ guides: ['a', 'b'], routines: ['r1', 'r2'], questions: null });
  booklet.move(guide('b'), -1);
  expect(booklet.request([]).guides).toEqual(['b', 'a']);
  expect(booklet.movable(guide('a'), 1)).toBe(false);
  booklet.move(guide('a'), 1);
  expect(booklet.request([])).toMatchObject({ guides: ['b', 'a'], routines: ['r1', 'r2'] });
  booklet.turn(guide('b'), false);
  expect(booklet.request([]).guides).toEqual(['a']);
  booklet.turn(guide('a'), true);
  expect(booklet.request([]).guides).toEqual(['a']);
});

test('the questions still to ask go along only where they are wanted', () => {
  const booklet = new Booklet();
  expect(booklet.empty).toBe(true);
  expect(booklet.request(['Is it safe?']).questions).toBeNull();
  booklet.asking = true;
  expect(booklet.empty).toBe(false);
  expect(booklet.request(['Is it safe?', 'What next?']).questions).toEqual(['Is it safe?', 'What next?']);
  expect(booklet.request([]).questions).toEqual([]);
});
