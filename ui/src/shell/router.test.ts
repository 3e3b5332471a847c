// Addresses and the screens they mean.
import { describe, expect, it } from 'vitest';
import { railRoom, readRoute, ROOMS, roomAddress, sameScreen } from './router';

describe('an address', () => {
  it('leads to every room', () => {
    for (const room of ROOMS) expect(readRoute(roomAddress(room)).room).toBe(room);
  });

  it('is Today when there is none', () => {
    expect(readRoute('')).toEqual({ room: 'today' });
    expect(readRoute('#/')).toEqual({ room: 'today' });
  });

  it('names one thing in a room, and a place on its page', () => {
    expect(readRoute('#/diary/trash')).toEqual({ room: 'diary', page: 'trash' });
    expect(readRoute('#/diary/new')).toEqual({ room: 'diary', page: 'new' });
    expect(readRoute('#/diary/entry/019a-b')).toEqual({ room: 'diary', page: 'entry', id: '019a-b' });
    expect(readRoute('#/diary/walk')).toEqual({ room: 'diary', page: 'walk', id: null });
    expect(readRoute('#/diary/walk/019a-b')).toEqual({ room: 'diary', page: 'walk', id: '019a-b' });
    expect(readRoute('#/diary/day')).toEqual({ room: 'diary', page: 'day', date: null });
    expect(readRoute('#/diary/day/2026-11-21')).toEqual({ room: 'diary', page: 'day', date: '2026-11-21' });
    expect(readRoute('#/routines/hip-flexor-stretch')).toEqual({
      room: 'routines',
      slug: 'hip-flexor-stretch',
      form: null,
    });
    expect(readRoute('#/routines/march/seated')).toEqual({ room: 'routines', slug: 'march', form: 'seated' });
    expect(readRoute('#/own/019a-b')).toEqual({ room: 'own', id: '019a-b' });
    expect(readRoute('#/play/core-and-hips/2')).toEqual({
      room: 'play',
      what: 'programme',
      programme: 'core-and-hips',
      stage: 2,
      calm: false,
    });
    expect(readRoute('#/play/nerve-leg-pain/3/calm')).toMatchObject({ stage: 3, calm: true });
    expect(readRoute('#/play/own/019a-b')).toEqual({ room: 'play', what: 'own', id: '019a-b' });
    expect(readRoute('#/play/exercise/march/seated')).toEqual({
      room: 'play',
      what: 'exercise',
      exercise: 'march',
      form: 'seated',
    });
    expect(readRoute('#/check')).toEqual({ room: 'check', page: 'start' });
    expect(readRoute('#/check/ask')).toEqual({ room: 'check', page: 'ask' });
    expect(readRoute('#/check/short')).toEqual({ room: 'check', page: 'short' });
    expect(readRoute('#/check/kept/019a-b')).toEqual({ room: 'check', page: 'kept', id: '019a-b' });
    expect(readRoute('#/check/from/saddle_area,both_legs')).toEqual({
      room: 'check',
      page: 'from',
      ticks: ['saddle_area', 'both_legs'],
    });
    expect(readRoute('#/guides/a-guide/a-part')).toEqual({ room: 'guides', slug: 'a-guide', part: 'a-part' });
  });

  it.each([
    '#/nowhere',
    '#/today/x',
    '#/diary/x',
    '#/diary/entry',
    '#/diary/new/x',
    '#/diary/day/21-11-2026',
    '#/check/x',
    '#/check/ask/x',
    '#/check/kept',
    '#/check/from',
    '#/check/from/<x>',
    '#/check/from/a,,b',
    '#/check/from/a/b',
    '#/guides/A',
    '#/guides/a/b/c',
    '#/guides/..',
    '#/routines/<x>',
    '#/routines/a/b/c',
    '#/own',
    '#/own/a/b',
    '#/week/a',
    '#/play/own',
    '#/play/own/a/b',
    '#/play/core-and-hips/0',
    '#/play/core-and-hips/2/x',
    '#/play/exercise/a/b/c',
    '#/play/exercise/<x>',
  ])('%s means no screen', (hash) => expect(readRoute(hash).room).toBeNull());

  it('shows the room of the rail that a screen belongs to', () => {
    for (const hash of ['#/places', '#/questions']) {
      expect(readRoute(hash).room).not.toBeNull();
      expect(railRoom(readRoute(hash))).toBe('guides');
      expect(readRoute(`${hash}/x`).room).toBeNull();
    }
    for (const room of ROOMS) expect(railRoom(readRoute(roomAddress(room)))).toBe(room);
    expect(railRoom(readRoute('#/nowhere'))).toBeNull();
  });

  it('stays on the same screen when only the place on the page changes', () => {
    expect(sameScreen(readRoute('#/guides/a/b'), readRoute('#/guides/a'))).toBe(true);
    expect(sameScreen(readRoute('#/guides/a'), readRoute('#/guides/b'))).toBe(false);
    expect(sameScreen(readRoute('#/diary'), readRoute('#/diary/trash'))).toBe(false);
  });
});
