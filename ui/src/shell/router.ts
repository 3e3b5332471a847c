// Which screen an address means. Every address is a hash, because the window has one page.

export const ROOMS = ['today', 'diary', 'check', 'routines', 'guides', 'reminders', 'settings'] as const;

/** A room of the rail. */
export type Room = (typeof ROOMS)[number];

/** A screen: a room, one thing in it, and a place on its page. */
export type Route =
  | { room: 'today' | 'reminders' | 'settings' }
  | CheckRoute
  /** Screens that the rooms of the rail lead to. */
  | { room: 'places' | 'questions' | 'plan' | 'programmes' | 'summary' }
  /** A stage of a programme, being played. */
  | { room: 'play'; programme: string; stage: number }
  | { room: 'diary'; page: 'list' | 'trash' | 'new' | 'charts' }
  /** A stored entry; a walk, stored or, without an id, new. */
  | { room: 'diary'; page: 'entry'; id: string }
  | { room: 'diary'; page: 'walk'; id: string | null }
  /** A day; without a date, the one the diary is on. */
  | { room: 'diary'; page: 'day'; date: string | null }
  | { room: 'routines'; slug: string | null }
  | { room: 'guides'; slug: string | null; part: string | null }
  | { room: null };

/** The list of signs, the questions, the short check, and a check that was kept. */
export type CheckRoute =
  | { room: 'check'; page: 'start' | 'ask' | 'short' }
  /** The questions with what was ticked elsewhere. */
  | { room: 'check'; page: 'from'; ticks: string[] }
  | { room: 'check'; page: 'kept'; id: string };

const SLUG = /^[a-z0-9-]+$/;
const TICK = /^[a-z0-9_]+$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** The screen of an address; `room: null` when it means none. */
export function readRoute(hash: string): Route {
  const [room = '', first, second, ...rest] = hash.replace(/^#\/?/, '').replace(/\/$/, '').split('/');
  if (room === 'check' && first === 'from' && rest.length === 0) return ticksRoute(second);
  const slugs = [first, second].every((part) => part === undefined || SLUG.test(part));
  if (rest.length > 0 || !slugs) return { room: null };
  switch (room) {
    case '':
      return first === undefined ? { room: 'today' } : { room: null };
    case 'today':
    case 'reminders':
    case 'settings':
    case 'places':
    case 'questions':
    case 'plan':
    case 'programmes':
    case 'summary':
      return first === undefined ? { room } : { room: null };
    case 'play':
      return first !== undefined && /^[1-9][0-9]?$/.test(second ?? '')
        ? { room, programme: first, stage: Number(second) }
        : { room: null };
    case 'check':
      return checkRoute(first, second);
    case 'diary':
      return diaryRoute(first, second);
    case 'routines':
      return second === undefined ? { room, slug: first ?? null } : { room: null };
    case 'guides':
      return { room, slug: first ?? null, part: second ?? null };
    default:
      return { room: null };
  }
}

function diaryRoute(page: string | undefined, thing: string | undefined): Route {
  const room = 'diary';
  if (page === 'entry' && thing !== undefined) return { room, page, id: thing };
  if (page === 'walk') return { room, page, id: thing ?? null };
  if (page === 'day' && (thing === undefined || DATE.test(thing))) return { room, page, date: thing ?? null };
  if (thing !== undefined) return { room: null };
  if (page === undefined) return { room, page: 'list' };
  return page === 'trash' || page === 'new' || page === 'charts' ? { room, page } : { room: null };
}

/** The room of the rail that a screen belongs to. */
export function railRoom({ room }: Route): Room | null {
  if (room === 'plan' || room === 'programmes' || room === 'play') return 'routines';
  if (room === 'summary') return 'diary';
  return room === 'places' || room === 'questions' ? 'guides' : room;
}

function checkRoute(page: string | undefined, thing: string | undefined): Route {
  const room = 'check';
  if (page === 'kept' && thing !== undefined) return { room, page, id: thing };
  if (thing !== undefined) return { room: null };
  if (page === undefined) return { room, page: 'start' };
  return page === 'ask' || page === 'short' ? { room, page } : { room: null };
}

function ticksRoute(list: string | undefined): Route {
  const ticks = list?.split(',') ?? [];
  const known = ticks.length > 0 && ticks.every((tick) => TICK.test(tick));
  return known ? { room: 'check', page: 'from', ticks } : { room: null };
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
