// Which screen an address means. Every address is a hash, because the window has one page.

export const ROOMS = ['today', 'diary', 'check', 'routines', 'guides', 'reminders', 'settings'] as const;

/** A room of the rail. */
export type Room = (typeof ROOMS)[number];

/** A screen: a room, one thing in it, and a place on its page. */
export type Route =
  | { room: 'today' | 'reminders' | 'settings' }
  | CheckRoute
  /** Screens that the rooms of the rail lead to. */
  | { room: 'places' | 'questions' | 'plan' | 'programmes' | 'week' | 'summary' }
  /** A routine of the person's own. */
  | { room: 'own'; id: string }
  | PlayRoute
  | { room: 'diary'; page: 'list' | 'trash' | 'new' | 'charts' }
  /** A stored entry; a walk, stored or, without an id, new. */
  | { room: 'diary'; page: 'entry'; id: string }
  | { room: 'diary'; page: 'walk'; id: string | null }
  /** A day; without a date, the one the diary is on. */
  | { room: 'diary'; page: 'day'; date: string | null }
  /** The library, or an exercise, in one of its forms. */
  | { room: 'routines'; slug: string | null; form: string | null }
  | { room: 'guides'; slug: string | null; part: string | null }
  | { room: null };

/** What is being played: a stage of a programme, a routine of the person's own, or one exercise. */
export type PlayRoute =
  /** `calm`: the person has said that the pain in the leg is as the stage asks. */
  | { room: 'play'; what: 'programme'; programme: string; stage: number; calm: boolean }
  | { room: 'play'; what: 'own'; id: string }
  | { room: 'play'; what: 'exercise'; exercise: string; form: string | null };

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
  if (room === 'play') return playRoute(first, second, rest);
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
    case 'week':
    case 'summary':
      return first === undefined ? { room } : { room: null };
    case 'own':
      return first !== undefined && second === undefined ? { room, id: first } : { room: null };
    case 'check':
      return checkRoute(first, second);
    case 'diary':
      return diaryRoute(first, second);
    case 'routines':
      return { room, slug: first ?? null, form: second ?? null };
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

function playRoute(first: string | undefined, second: string | undefined, rest: string[]): Route {
  const [third, ...beyond] = rest;
  const parts = [first, second, ...rest];
  if (first === undefined || second === undefined || beyond.length > 0) return { room: null };
  if (!parts.every((part) => part !== undefined && SLUG.test(part))) return { room: null };
  const room = 'play';
  if (first === 'exercise') return { room, what: first, exercise: second, form: third ?? null };
  if (first === 'own') return third === undefined ? { room, what: first, id: second } : { room: null };
  const known = /^[1-9][0-9]?$/.test(second) && (third === undefined || third === 'calm');
  return known
    ? { room, what: 'programme', programme: first, stage: Number(second), calm: third === 'calm' }
    : { room: null };
}

/** The room of the rail that a screen belongs to. */
export function railRoom({ room }: Route): Room | null {
  switch (room) {
    case 'plan':
    case 'programmes':
    case 'week':
    case 'own':
    case 'play':
      return 'routines';
    case 'summary':
      return 'diary';
    case 'places':
    case 'questions':
      return 'guides';
    default:
      return room;
  }
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
