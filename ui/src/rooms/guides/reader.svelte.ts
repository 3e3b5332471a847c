// One guide being read: which part is in sight, what is kept about it, and how large its text is.
import { ask, commands, type AppState, type GuideMarkView, type Outcome } from '../../ipc';

/** The sizes that are offered, in percent; the settings accept no others. */
export const SIZES = [85, 100, 115, 130, 150, 175, 200] as const;

/** Scrolling has to rest this long before the place is kept. */
const REST_MS = 400;

/** The next size up or down; the same one at either end. */
export function sizeAfter(percent: number, by: 1 | -1): number {
  const at = SIZES.findIndex((size) => size >= percent);
  const from = at < 0 ? SIZES.length - 1 : at;
  return SIZES[Math.min(SIZES.length - 1, Math.max(0, from + by))] ?? 100;
}

/** The size a key asks for: Ctrl with plus, minus, or nought for the usual one. */
export function sizeByKey(event: KeyboardEvent, percent: number): number | null {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return null;
  if (event.key === '+' || event.key === '=') return sizeAfter(percent, 1);
  if (event.key === '-') return sizeAfter(percent, -1);
  return event.key === '0' ? 100 : null;
}

/** Where reading stands in the guide of one name. */
export class Reader {
  readonly slug: string;
  /** The part in sight; null until one is known. */
  current = $state<string | null>(null);
  mark = $state.raw<GuideMarkView | null>(null);
  #moved = false;
  /** The place that was kept from here, and the one that waits for scrolling to rest; undefined = none yet. */
  #kept: string | null | undefined = undefined;
  #pending: string | null | undefined = undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(slug: string) {
    this.slug = slug;
  }

  /** Reads what is kept. A diary that is not open keeps nothing, and the guide is read all the same. */
  async load(): Promise<void> {
    const outcome = await ask(commands.readingMarks());
    const found = outcome.ok ? outcome.data.find((mark) => mark.guide === this.slug) : undefined;
    this.mark = found ?? null;
  }

  async bookmark(on: boolean): Promise<Outcome<GuideMarkView>> {
    return this.#accept(await ask(commands.readingBookmark(this.slug, on)));
  }

  async callRead(on: boolean): Promise<Outcome<GuideMarkView>> {
    if (on) this.#hold();
    return this.#accept(await ask(commands.readingRead(this.slug, on)));
  }

  /**
   * Follows which part is in sight and keeps the place once scrolling rests. The marks are found again after every
   * change of the text, because a part is known by its name and not by its height on the page.
   */
  follow(ids: readonly string[], app: AppState) {
    return (host: HTMLElement) => {
      const root = host.closest('main');
      const above: Record<string, boolean> = {};
      let atEnd = false;
      const settle = () => {
        const last = ids.filter((id) => above[id]).at(-1) ?? ids[0] ?? null;
        const scrolled = (root?.scrollTop ?? 0) > 0;
        this.current = atEnd && scrolled ? (ids.at(-1) ?? last) : last;
        // Nobody goes on reading with the sources.
        const done = atEnd || this.current === 'sources';
        if (this.#moved && app.writable) this.#keepSoon(done ? null : this.current, ids[0] ?? null);
      };
      // Its box reaches far up, so that a heading counts from the moment it has passed the upper third.
      const watch = new IntersectionObserver(
        (changes) => {
          for (const { target, isIntersecting } of changes) above[target.id] = isIntersecting;
          settle();
        },
        { root, rootMargin: '1000000px 0px -66% 0px' },
      );
      const foot = new IntersectionObserver(
        (changes) => {
          atEnd = changes.at(-1)?.isIntersecting ?? false;
          settle();
        },
        { root },
      );
      const mark = host.querySelector('[data-end]');
      if (mark) foot.observe(mark);
      for (const id of ids) {
        const heading = document.getElementById(id);
        if (heading) watch.observe(heading);
      }
      const onscroll = () => {
        // Coming here resets the page to its top, which is nobody's reading.
        if ((root?.scrollTop ?? 0) > 0) this.#moved = true;
      };
      root?.addEventListener('scroll', onscroll, { passive: true });
      return () => {
        watch.disconnect();
        foot.disconnect();
        root?.removeEventListener('scroll', onscroll);
        this.#flush();
      };
    };
  }

  #keepSoon(section: string | null, first: string | null) {
    // The first part is the beginning: there is nothing to go on from. Nor is there at the end.
    const place = section === first ? null : section;
    const stored = this.#kept === undefined ? (this.mark?.section ?? null) : this.#kept;
    clearTimeout(this.#timer);
    // Passing the beginning on the way to an older place does not forget it; reaching the end does.
    const passing = section !== null && place === null && this.#kept === undefined;
    if (place === stored || passing) {
      this.#pending = undefined;
      return;
    }
    this.#pending = place;
    this.#timer = setTimeout(() => this.#flush(), REST_MS);
  }

  #flush() {
    clearTimeout(this.#timer);
    const place = this.#pending;
    this.#pending = undefined;
    if (place === undefined) return;
    this.#kept = place;
    void ask(commands.readingStand(this.slug, place)).then((outcome) => this.#accept(outcome));
  }

  #hold() {
    clearTimeout(this.#timer);
    this.#pending = undefined;
    this.#kept = null;
  }

  #accept(outcome: Outcome<GuideMarkView>): Outcome<GuideMarkView> {
    if (outcome.ok) this.mark = outcome.data;
    return outcome;
  }
}
