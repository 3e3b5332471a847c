// When something was, as a form asks for it: now, or another day and time as they are typed.
import { t, type AppState, type OccasionRequest, type PartOfDayView, type WhenView } from '../../ipc';
import { longDate, readDate, readTime } from '../../kit/dates';

/** What is wrong with the date or the time, in words. */
export type WhenFaults = { localDate?: string; localTime?: string };

/** What came of reading the fields: an occasion, or null for "now" and "as it was". */
export type WhenRead = { ok: true; when: OccasionRequest | null } | { ok: false; faults: WhenFaults };

/** The clock and the choices that decide which day a time belongs to. */
export type Today = Pick<AppState, 'today' | 'diaryDate'> & { settings: { dayEndsAt: string } };

/** The date and time of one form. */
export class WhenDraft {
  /** What stands in the field. */
  date = $state('');
  time = $state('');
  part = $state.raw<PartOfDayView | null>(null);
  /** Whether the date and time in the fields count, and not "now". */
  other = $state(false);
  /** What the person said about a time after midnight; null = nothing yet. */
  night = $state.raw<boolean | null>(null);
  readonly #app: Today;
  readonly #stored: string | null;

  constructor(app: Today, stored: WhenView | null, writingFor: string | null) {
    this.#app = app;
    const date = stored?.localDate ?? writingFor ?? app.diaryDate;
    this.date = longDate(date, app.today);
    this.time = stored?.localTime ?? '';
    this.part = stored?.partOfDay ?? null;
    this.other = stored !== null || writingFor !== null;
    this.night = stored && stored.localTime !== null ? stored.pastMidnight : null;
    this.#stored = stored ? JSON.stringify(this.#fields()) : null;
  }

  /** The date in the field, if it is one. */
  get day(): string | null {
    const words = { today: t('when-today'), yesterday: t('when-yesterday'), tomorrow: t('when-tomorrow') };
    return readDate(this.date, this.#app.today, words);
  }

  /** The day this is written for, when it is another one than today's. */
  get elsewhere(): string | null {
    const { day } = this;
    return this.other && day !== null && day !== this.#app.diaryDate ? day : null;
  }

  /** Whether the time could be the early morning of its date as well as the night after it. */
  get ambiguous(): boolean {
    const time = readTime(this.time);
    const { day } = this;
    if (time === null || day === null || day >= this.#app.today) return false;
    const { dayEndsAt } = this.#app.settings;
    return time < dayEndsAt || (this.night === true && time < '12:00');
  }

  /** Whether the time is one after midnight, and the date the day before. */
  get pastMidnight(): boolean {
    return this.ambiguous && (this.night ?? true);
  }

  /** Puts another day into the field. */
  choose(date: string) {
    this.other = true;
    this.date = longDate(date, this.#app.today);
  }

  /** Back to this moment. */
  backToNow() {
    this.other = false;
    this.choose(this.#app.diaryDate);
    this.other = false;
    this.time = '';
    this.part = null;
    this.night = null;
  }

  /** What is sent; what cannot be read is a fault at its field. */
  read(): WhenRead {
    if (!this.other) return { ok: true, when: null };
    if (JSON.stringify(this.#fields()) === this.#stored) return { ok: true, when: null };
    const faults: WhenFaults = {};
    const { day } = this;
    const typed = this.time.trim();
    const time = typed === '' ? null : readTime(typed);
    if (day === null) faults.localDate = t('when-date-wrong');
    if (typed !== '' && time === null) faults.localTime = t('when-time-wrong');
    if (day === null || faults.localTime !== undefined) return { ok: false, faults };
    return {
      ok: true,
      when: {
        localDate: day,
        localTime: time,
        partOfDay: time === null ? this.part : null,
        pastMidnight: this.pastMidnight,
      },
    };
  }

  /** What has been said so far, to tell whether anything changed. */
  said(): unknown {
    return this.other ? this.#fields() : null;
  }

  #fields() {
    return [this.date, this.time, this.part, this.pastMidnight];
  }
}
