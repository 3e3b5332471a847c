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
