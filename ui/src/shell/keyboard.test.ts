// The keyboard map: what each key means, and where it must mean nothing.
import { describe, expect, it } from 'vitest';
import { wishOf, type Press } from './keyboard';

const press = (key: string, more: Partial<Press> = {}): Press => ({
  key,
  ctrl: false,
  alt: false,
  shift: false,
  repeat: false,
  writing: false,
  dialog: false,
  room: 'today',
  ...more,
});

describe('on Today', () => {
  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])('%i chooses that step of the pain bar', (step) =>
    expect(wishOf(press(String(step)))).toEqual({ kind: 'pain', step }),
  );

  it('t is ten, in either case', () => {
    expect(wishOf(press('t'))).toEqual({ kind: 'pain', step: 10 });
    expect(wishOf(press('T', { shift: true }))).toEqual({ kind: 'pain', step: 10 });
  });
});

describe('a number saves nothing', () => {
  it.each([
    ['while something is written', { writing: true }],
    ['while a dialog is open', { dialog: true }],
    ['when the key is held down', { repeat: true }],
    ['together with Alt', { alt: true }],
    ['in another room', { room: 'guides' as const }],
  ])('%s', (_, more) => expect(wishOf(press('4', more))).toBeNull());
});

describe('everywhere', () => {
  it.each([{}, { writing: true }, { dialog: true }, { repeat: true }])(
    'Ctrl and L hides, whatever else: %j',
    (more) => expect(wishOf(press('l', { ctrl: true, ...more }))).toEqual({ kind: 'hide' }),
  );

  it('opens help and search', () => {
    expect(wishOf(press('?', { room: 'guides' }))).toEqual({ kind: 'help' });
    expect(wishOf(press('/', { room: 'diary' }))).toEqual({ kind: 'search' });
    expect(wishOf(press('f', { ctrl: true, room: null }))).toEqual({ kind: 'search' });
  });

  it('goes to the rooms in the order of the rail', () => {
    expect(wishOf(press('1', { ctrl: true, room: null }))).toEqual({ kind: 'go', room: 'today' });
    expect(wishOf(press('6', { ctrl: true }))).toEqual({ kind: 'go', room: 'reminders' });
    expect(wishOf(press(',', { ctrl: true }))).toEqual({ kind: 'go', room: 'settings' });
    expect(wishOf(press('7', { ctrl: true }))).toBeNull();
  });

  it('takes back and does again, but leaves what is being written to its field', () => {
    expect(wishOf(press('z', { ctrl: true }))).toEqual({ kind: 'undo' });
    expect(wishOf(press('Z', { ctrl: true, shift: true }))).toEqual({ kind: 'redo' });
    expect(wishOf(press('y', { ctrl: true }))).toEqual({ kind: 'redo' });
    for (const key of ['z', 'Z', 'y'])
      expect(wishOf(press(key, { ctrl: true, shift: key === 'Z', writing: true }))).toBeNull();
  });

  it('begins an entry, also while something is written', () => {
    expect(wishOf(press('n', { ctrl: true, room: 'guides' }))).toEqual({ kind: 'entry' });
    expect(wishOf(press('n', { ctrl: true, writing: true }))).toEqual({ kind: 'entry' });
    expect(wishOf(press('n', { ctrl: true, dialog: true }))).toBeNull();
    expect(wishOf(press('n'))).toBeNull();
  });

  it('begins a walk from Today and the diary', () => {
    expect(wishOf(press('w'))).toEqual({ kind: 'walk' });
    expect(wishOf(press('w', { room: 'diary' }))).toEqual({ kind: 'walk' });
    expect(wishOf(press('w', { room: 'guides' }))).toBeNull();
    expect(wishOf(press('w', { writing: true }))).toBeNull();
  });
});
