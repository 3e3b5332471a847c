// Which screen an address means. Every address is a hash, because the window has one page.

export const ROOMS = ['today', 'diary', 'check', 'routines', 'guides', 'reminders', 'settings'] as const;

/** A room of the rail. */
export type Room = (typeof ROOMS)[number];

/** A screen: a room, one thing in it, and a place on its page. */
export type Route =
  | { room: 'today' | 'check' | 'reminders' | 'settings' }
  | { room: 'diary'; trash: boolean }
  | { room: 'routines'; slug: string | null }
  | { room: 'guides'; slug: string | null; part: string | null }
  | { room: null };

const SLUG = /^[a-z0-9-]+$/;

/** The screen of an address; `room: null` when it means none. */
export function readRoute(hash: string): Route {
  const [room = '', first, second, ...rest] = hash.replace(/^#\/?/, '').replace(/\/$/, '').split('/');
  const slugs = [first, second].every((part) => part === undefined || SLUG.test(part));
  if (rest.length > 0 || !slugs) return { room: null };
  switch (room) {
    case '':
      return first === undefined ? { room: 'today' } : { room: null };
    case 'today':
    case 'check':
    case 'reminders':
    case 'settings':
      return first === undefined ? { room } : { room: null };
    case 'diary':
      if (second !== undefined || (first !== undefined && first !== 'trash')) return { room: null };
      return { room, trash: first === 'trash' };
    case 'routines':
      return second === undefined ? { room, slug: first ?? null } : { room: null };
    case 'guides':
      return { room, slug: first ?? null, part: second ?? null };
    default:
      return { room: null };
  }
}

/** The address of a room. */
export function roomAddress(room: Room): string {
  return `#/${room}`;
}

/** Whether two addresses show the same screen, so that moving between them only moves on the page. */
export function sameScreen(one: Route, other: Route): boolean {
  const screen = (route: Route) => JSON.stringify({ ...route, part: null });
  return screen(one) === screen(other);
}

/** Whether a text names a room. */
export function isRoom(text: string): text is Room {
  return (ROOMS as readonly string[]).includes(text);
}
