// The one list of everything: a filter, a search, and a window of pages that moves along with the person.
import {
  ask,
  commands,
  type ErrorCode,
  type FrameView,
  type KindView,
  type RecordView,
  type RegionCode,
  type TimelinePageView,
  type TimelineRequest,
} from '../../ipc';

/** How many records a page holds, and how many pages are on the screen at most: 200 rows, however long the diary. */
export const PAGE = 40;
export const PAGES_SHOWN = 5;

/** Long enough that a word is not searched letter by letter, short enough that it feels at once. */
const TYPING_MS = 180;

/** What the list is narrowed to. Nothing chosen is everything. */
export type Filter = {
  kinds: Listed[];
  frames: FrameView[];
  region: RegionCode | null;
  nrsMin: number | null;
  nrsMax: number | null;
  from: string | null;
  to: string | null;
  words: string;
};

export const EVERYTHING: Filter = {
  kinds: [],
  frames: [],
  region: null,
  nrsMin: null,
  nrsMax: null,
  from: null,
  to: null,
  words: '',
};

/** The kinds that stand in the list, in the order they are offered. */
export const LISTED = [
  'pain',
  'walk',
  'day',
  'medicine',
  'relief',
  'flare',
  'check',
] as const satisfies KindView[];

export type Listed = (typeof LISTED)[number];

/** One page: where it begins, and what it holds while it is on the screen. */
type Page = {
  before: string | null;
  records: RecordView[] | null;
  /** The id and the day of its oldest record. */
  last: string | null;
  lastDate: string | null;
  height: number;
};

/** The records of one day on one page. */
export type DayOfList = { date: string; headed: boolean; records: RecordView[] };

type Read = (input: TimelineRequest) => ReturnType<typeof commands.timelinePage>;

export class Timeline {
  filter = $state.raw<Filter>(EVERYTHING);
  pages = $state.raw<Page[]>([]);
  /** The first page on the screen. */
  top = $state.raw(0);
  figures = $state.raw<Pick<TimelinePageView, 'shown' | 'total' | 'first'> | null>(null);
  failed = $state.raw<ErrorCode | null>(null);
  /** Whether older records follow the last page that is known. */
  more = $state.raw(false);
  #turn = 0;
  #busy = false;
  #typing: ReturnType<typeof setTimeout> | undefined;
  readonly #read: Read;

  constructor(read: Read = commands.timelinePage) {
    this.#read = read;
  }

  get waiting() {
    return this.figures === null && this.failed === null;
  }

  /** Whether anything could be hidden. */
  get narrowed() {
    return JSON.stringify(this.filter) !== JSON.stringify(EVERYTHING);
  }

  /** The pages on the screen. */
  get shown(): Page[] {
    return this.pages.slice(this.top, this.top + PAGES_SHOWN).filter((page) => page.records !== null);
  }

  /** The same as rows under their days; a day that goes on from the page before has its heading there. */
  get days(): { key: string; days: DayOfList[] }[] {
    return this.shown.map((one, at) => ({
      key: one.before ?? '',
      days: byDay(one.records ?? [], this.pages[this.top + at - 1]?.lastDate ?? null),
    }));
  }

  /** How high the pages above and below the screen are, so that the bar at the side stays where it is. */
  get above(): number {
    return this.pages.slice(0, this.top).reduce((sum, page) => sum + page.height, 0);
  }

  get below(): number {
    return this.pages.slice(this.top + PAGES_SHOWN).reduce((sum, page) => sum + page.height, 0);
  }

  /** Whether older records can be brought onto the screen. */
  get older() {
    return this.more || this.top + PAGES_SHOWN < this.pages.length;
  }

  /** Narrows the list; what is typed waits a moment for the next letter. */
  narrow(change: Partial<Filter>) {
    this.filter = { ...this.filter, ...change };
    clearTimeout(this.#typing);
    if ('words' in change) this.#typing = setTimeout(() => void this.load(), TYPING_MS);
    else void this.load();
  }

  clear() {
    this.narrow({ ...EVERYTHING });
  }

  /** Reads from the newest on. */
  async load(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const outcome = await ask(this.#read(this.#request(null)));
    if (turn !== this.#turn) return;
    if (!outcome.ok) {
      this.failed = outcome.code;
      return;
    }
    this.failed = null;
    this.top = 0;
    this.pages = [page(null, outcome.data.records)];
    this.#take(outcome.data);
  }

  /** Reads what is on the screen again after something changed; the place in the list stays. */
  async again(): Promise<void> {
    if (this.pages.length === 0) return this.load();
    this.#turn += 1;
    const turn = this.#turn;
    const kept = this.pages.slice(0, this.top);
    const wanted = this.shown.length;
    const fresh: Page[] = [];
    let before = kept.at(-1)?.last ?? null;
    for (let at = 0; at < wanted; at += 1) {
      const outcome = await ask(this.#read(this.#request(before)));
      if (turn !== this.#turn) return;
      // The record that a page begins after may be the one that went; then the list begins anew.
      if (!outcome.ok) return outcome.code === 'not_found' ? this.load() : void (this.failed = outcome.code);
      const height = this.pages[this.top + at]?.height ?? 0;
      fresh.push({ ...page(before, outcome.data.records), height });
      this.#take(outcome.data);
      before = outcome.data.records.at(-1)?.record.id ?? before;
      if (!outcome.data.more) break;
    }
    this.failed = null;
    this.pages = [...kept, ...fresh];
  }

  /** Brings the next older page onto the screen, and lets go of the newest one if there are too many. */
  async down(): Promise<void> {
    const next = this.top + this.shown.length;
    const known = this.pages[next];
    const before = known ? known.before : (this.pages.at(-1)?.last ?? null);
    if (!known && !this.more) return;
    await this.#bring(before, (fresh) => {
      this.pages = known
        ? this.pages.map((one, at) => (at === next ? { ...fresh, height: one.height } : one))
        : [...this.pages, fresh];
      if (next - this.top >= PAGES_SHOWN) this.#moveTo(next - PAGES_SHOWN + 1);
    });
  }

  /** Brings the next newer page back onto the screen. */
  async up(): Promise<void> {
    const next = this.top - 1;
    const known = this.pages[next];
    if (!known) return;
    await this.#bring(known.before, (fresh) => {
      this.pages = this.pages.map((one, at) => (at === next ? { ...fresh, height: one.height } : one));
      this.#moveTo(next);
    });
  }

  /** Goes to where the bar at the side was dragged: so many pixels from the beginning of what is known. */
  async jump(toPx: number): Promise<void> {
    let at = 0;
    for (let below = toPx; at < this.pages.length - 1; at += 1) {
      below -= this.pages[at]?.height ?? 0;
      if (below < 0) break;
    }
    const top = Math.max(0, Math.min(at - 1, this.pages.length - PAGES_SHOWN));
    if (this.#busy || top === this.top) return;
    this.#busy = true;
    const turn = this.#turn;
    const wanted = this.pages.slice(top, top + PAGES_SHOWN);
    const outcomes = await Promise.all(wanted.map((one) => ask(this.#read(this.#request(one.before)))));
    this.#busy = false;
    if (turn !== this.#turn) return;
    const fresh: Page[] = [];
    for (const [index, outcome] of outcomes.entries()) {
      const one = wanted[index];
      if (!outcome.ok || !one) return this.load();
      fresh.push({ ...page(one.before, outcome.data.records), height: one.height });
    }
    this.pages = this.pages.map((one, index) => fresh[index - top] ?? one);
    this.#moveTo(top);
  }

  /** Notes how high a page on the screen is. */
  measure(index: number, height: number) {
    const at = this.top + index;
    const one = this.pages[at];
    // No state changes with it: a height counts only once its page has left.
    if (one && height > 0) one.height = height;
  }

  async #bring(before: string | null, place: (fresh: Page) => void): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    const turn = this.#turn;
    const outcome = await ask(this.#read(this.#request(before)));
    this.#busy = false;
    if (turn !== this.#turn) return;
    if (!outcome.ok) {
      if (outcome.code === 'not_found') await this.load();
      else this.failed = outcome.code;
      return;
    }
    this.failed = null;
    const last = this.pages.at(-1);
    place(page(before, outcome.data.records));
    // Only the oldest page knows whether there are older ones.
    if (this.pages.at(-1) !== last || last?.before === before) this.more = outcome.data.more;
  }

  /** Pages that leave the screen let go of their records; their place and height stay. */
  #moveTo(top: number) {
    this.top = top;
    this.pages = this.pages.map((one, at) =>
      at < top || at >= top + PAGES_SHOWN ? { ...one, records: null } : one,
    );
  }

  #take({ shown, total, first, more }: TimelinePageView) {
    this.figures = { shown, total, first };
    this.more = more;
  }

  #request(beforeId: string | null): TimelineRequest {
    const { words, ...rest } = this.filter;
    const typed = words.trim();
    return { ...rest, limit: PAGE, beforeId, words: typed === '' ? null : typed };
  }
}

function page(before: string | null, records: RecordView[]): Page {
  const last = records.at(-1);
  return {
    before,
    records,
    last: last?.record.id ?? null,
    lastDate: last ? dateOf(last) : null,
    height: 0,
  };
}

/** The date a record stands under. */
export function dateOf({ kind, record }: RecordView): string {
  if (kind === 'flare') return record.startDate;
  return 'localDate' in record ? record.localDate : '';
}

/** Records in the order given, under their days; `after` is the day that has its heading already. */
export function byDay(records: readonly RecordView[], after: string | null = null): DayOfList[] {
  const days: DayOfList[] = [];
  for (const record of records) {
    const date = dateOf(record);
    const last = days.at(-1);
    if (last?.date === date) last.records.push(record);
    else days.push({ date, headed: date !== after || days.length > 0, records: [record] });
  }
  return days;
}
