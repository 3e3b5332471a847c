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
export const PAGE = 20;
export const PAGES_SHOWN = 10;

/** Pages read at once for a place that was jumped to: as much as fills a screen. */
const JUMP_PAGES = 3;

/** How high a page is taken to be until one was seen. */
const PAGE_PX = 1600;

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
  'session',
] as const satisfies KindView[];

export type Listed = (typeof LISTED)[number];

/** One page, and what it holds while it is on the screen. */
type Page = {
  records: RecordView[] | null;
  /** The day of its oldest record, once it was seen. */
  lastDate: string | null;
  /** In pixels; 0 until it was seen. */
  height: number;
};

/** The records of one day on one page. */
export type DayOfList = { date: string; headed: boolean; records: RecordView[] };

type Read = (input: TimelineRequest) => ReturnType<typeof commands.timelinePage>;

export class Timeline {
  filter = $state.raw<Filter>(EVERYTHING);
  /** Every page there is, so that the bar at the side is as long as the diary. */
  pages = $state.raw<Page[]>([]);
  /** The first page on the screen. */
  top = $state.raw(0);
  figures = $state.raw<Pick<TimelinePageView, 'shown' | 'total' | 'first'> | null>(null);
  failed = $state.raw<ErrorCode | null>(null);
  #usual = 0;
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
    const pages = this.pages.slice(this.top, this.top + PAGES_SHOWN);
    const end = pages.findIndex((page) => page.records === null);
    return end < 0 ? pages : pages.slice(0, end);
  }

  /** The same as rows under their days; a day that goes on from the page before has its heading there. */
  get days(): { key: number; days: DayOfList[] }[] {
    return this.shown.map((one, at) => ({
      key: this.top + at,
      days: byDay(one.records ?? [], this.pages[this.top + at - 1]?.lastDate ?? null),
    }));
  }

  /** How high the pages above and below the screen are, so that the bar at the side stays where it is. */
  get above(): number {
    return this.#high(this.pages.slice(0, this.top));
  }

  get below(): number {
    return this.#high(this.pages.slice(this.top + this.shown.length));
  }

  /** Whether older records can be brought onto the screen. */
  get older() {
    return this.top + this.shown.length < this.pages.length;
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
    const outcome = await ask(this.#read(this.#request(0, 1)));
    if (turn !== this.#turn) return;
    if (!outcome.ok) {
      this.failed = outcome.code;
      return;
    }
    this.failed = null;
    this.top = 0;
    this.pages = [];
    this.#usual = 0;
    this.#place(0, outcome.data);
  }

  /** Reads what is on the screen again after something changed; the place in the list stays. */
  async again(): Promise<void> {
    const { top } = this;
    const count = this.shown.length;
    if (count === 0) return this.load();
    this.#turn += 1;
    const turn = this.#turn;
    const outcome = await ask(this.#read(this.#request(top, count)));
    if (turn !== this.#turn) return;
    if (!outcome.ok) {
      this.failed = outcome.code;
      return;
    }
    // The list became so short that its place is gone; then it begins anew.
    if (top > 0 && outcome.data.records.length === 0) return this.load();
    this.failed = null;
    this.#place(top, outcome.data);
  }

  /** Brings the next older page onto the screen, and lets go of the newest one if there are too many. */
  async down(): Promise<void> {
    const next = this.top + this.shown.length;
    if (next >= this.pages.length) return;
    await this.#bring(next, 1, () => {
      if (next - this.top >= PAGES_SHOWN) this.#moveTo(next - PAGES_SHOWN + 1);
    });
  }

  /** Brings the next newer page back onto the screen. */
  async up(): Promise<void> {
    const next = this.top - 1;
    if (next < 0) return;
    await this.#bring(next, 1, () => this.#moveTo(next));
  }

  /** Goes to where the bar at the side was dragged: so many pixels from the beginning. */
  async jump(toPx: number): Promise<void> {
    let at = 0;
    for (let below = toPx; at < this.pages.length - 1; at += 1) {
      below -= this.#high(this.pages.slice(at, at + 1));
      if (below < 0) break;
    }
    const top = Math.max(0, Math.min(at - 1, this.pages.length - JUMP_PAGES));
    if (top === this.top) return;
    await this.#bring(top, JUMP_PAGES, () => {
      // What was on the screen lies elsewhere now.
      this.pages = this.pages.map((one, index) =>
        index < top || index >= top + JUMP_PAGES ? { ...one, records: null } : one,
      );
      this.top = top;
    });
  }

  /** Notes how high a page on the screen is. */
  measure(index: number, height: number) {
    const at = this.top + index;
    const one = this.pages[at];
    // No state changes with it: a height counts only once its page has left.
    if (one && height > 0) one.height = height;
    if (one?.records?.length === PAGE && this.#usual === 0) this.#usual = height;
  }

  /** A page nobody has seen is taken to be as high as the first one was: were it another guess each time, the whole list
   * would move under the person. */
  #high(pages: readonly Page[]): number {
    return pages.reduce((sum, page) => sum + (page.height || this.#usual || PAGE_PX), 0);
  }

  async #bring(at: number, count: number, then: () => void): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    const turn = this.#turn;
    const outcome = await ask(this.#read(this.#request(at, count)));
    this.#busy = false;
    if (turn !== this.#turn) return;
    if (!outcome.ok) {
      this.failed = outcome.code;
      return;
    }
    this.failed = null;
    this.#place(at, outcome.data);
    then();
  }

  /** Puts records that were read into their pages; there are as many pages as the records that pass need. */
  #place(at: number, { records, shown, total, first }: TimelinePageView) {
    const fresh: Page[] = [];
    for (let start = 0; start < records.length; start += PAGE)
      fresh.push(page(records.slice(start, start + PAGE)));
    const length = Math.ceil(shown / PAGE);
    this.pages = Array.from({ length }, (_, index) => {
      const known = this.pages[index];
      const read = fresh[index - at];
      if (read) return { ...read, height: known?.height ?? 0 };
      return known ?? { records: null, lastDate: null, height: 0 };
    });
    this.figures = { shown, total, first };
  }

  /** Pages that leave the screen let go of their records; their place and height stay. */
  #moveTo(top: number) {
    this.top = top;
    this.pages = this.pages.map((one, at) =>
      one.records !== null && (at < top || at >= top + PAGES_SHOWN) ? { ...one, records: null } : one,
    );
  }

  #request(at: number, pages: number): TimelineRequest {
    const { words, ...rest } = this.filter;
    const typed = words.trim();
    return { ...rest, limit: pages * PAGE, skip: at * PAGE, words: typed === '' ? null : typed };
  }
}

function page(records: RecordView[]): Page {
  const last = records.at(-1);
  return { records, lastDate: last ? dateOf(last) : null, height: 0 };
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
