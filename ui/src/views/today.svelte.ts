// What Today shows: the newest entry, the walks of the last days, and one thing each to do and to read.
import {
  ask,
  commands,
  Reading,
  type AppState,
  type ChartView,
  type DayFiguresView,
  type ErrorCode,
  type SuggestionView,
  type TodayView,
} from '../ipc';
import { shiftDate } from '../kit/dates';
import { toasts } from '../kit/toasts.svelte';
import { t } from '../ipc';
import { takeBack } from '../rooms/diary/changes';
import { timeWords } from '../rooms/diary/wording';

/** The state behind Today; made once, so that coming back shows at once what was there. */
export class TodayState {
  readonly newest = new Reading(() => commands.diaryList({ limit: 1, beforeId: null }));
  readonly week: Reading<DayFiguresView[]>;
  readonly lastWalk = new Reading(() => commands.walksLast());
  readonly exercises = new Reading(() => commands.exercisesList());
  readonly guides = new Reading(() => commands.guidesList());
  readonly summary = new Reading(() => commands.insightsSummary());
  readonly plan = new Reading(() => commands.planView());
  readonly reask = new Reading(() => commands.checksReask());
  readonly suggestions: Reading<SuggestionView[]>;
  /** Why the last number could not be saved. */
  logFailed = $state.raw<ErrorCode | null>(null);
  /** The number that was pressed last, while this screen is open. */
  chosen = $state.raw<number | null>(null);
  #saving: Promise<void> = Promise.resolve();
  #date = '1970-01-01';
  #chart: ChartView | null = null;

  constructor() {
    this.week = new Reading(() => commands.insightsDays({ from: shiftDate(this.#date, -6), to: this.#date }));
    this.suggestions = new Reading(() => commands.insightsSuggest(this.#date));
  }

  get waiting() {
    const lasting = [this.exercises, this.guides].some((reading) => reading.waiting);
    // No walk yet is an answer too, and it is null.
    return lasting || this.newest.waiting || this.week.waiting;
  }

  /** The walks of the last seven days. */
  get walked() {
    return sumOf(this.week.data ?? []);
  }

  get last() {
    return this.newest.data?.entries[0] ?? null;
  }

  /** Takes what came with the first answer; what did not come is read when the screen arrives. */
  begin(date: string, view: TodayView) {
    this.#date = date;
    this.#chart = view.chart;
    if (view.newest) this.newest.give(view.newest);
    if (view.week) this.week.give(view.week);
    if (view.lastWalk) this.lastWalk.give(view.lastWalk.walk);
    if (view.plan) this.plan.give(view.plan);
    if (view.summary) this.summary.give(view.summary);
    if (view.reask) this.reask.give(view.reask.reask);
    if (view.suggestions) this.suggestions.give(view.suggestions);
    this.exercises.give(view.exercises);
    this.guides.give(view.guides);
  }

  /** The picture that came with the first answer, once: a later screen draws its own. */
  takeChart(): ChartView | null {
    const chart = this.#chart;
    this.#chart = null;
    return chart;
  }

  /** Reads everything as of a date; what never changes while the program runs is read once. */
  async load(date = this.#date): Promise<void> {
    this.#date = date;
    const lasting = [this.exercises, this.guides].filter((reading) => reading.data === null);
    await Promise.all([this.loadDiary(), ...lasting.map((reading) => reading.load())]);
  }

  /** Reads for the screen that is there now; what came with the first answer serves once. */
  async arrive(date: string): Promise<void> {
    if (date !== this.#date) return this.load(date);
    const lasting = [this.exercises, this.guides].filter((reading) => reading.data === null);
    const diary = [this.newest, this.week, this.lastWalk, this.plan];
    await Promise.all([...diary, ...lasting].map((reading) => reading.arrive()));
  }

  /** Reads what a change of the diary touches. */
  async loadDiary(): Promise<void> {
    await Promise.all([this.newest.load(), this.week.load(), this.lastWalk.load(), this.plan.load()]);
  }

  /** Saves how it is now. Presses in quick succession are saved one after the other, each of them. */
  log(nrs: number, app: AppState): Promise<void> {
    this.chosen = nrs;
    this.#saving = this.#saving.then(() => this.#save(nrs, app));
    return this.#saving;
  }

  async #save(nrs: number, app: AppState): Promise<void> {
    const outcome = await ask(commands.diaryLog({ nrs, note: null }));
    if (!outcome.ok) {
      this.logFailed = outcome.code;
      this.chosen = null;
      return;
    }
    this.logFailed = null;
    const { id, nrs: kept, lastStep } = outcome.data;
    toasts.show(
      t('saved-toast', { nrs: String(kept), time: timeWords(outcome.data) }),
      () => this.#takeBack(lastStep, app),
      { label: t('toast-details'), href: `#/diary/entry/${id}` },
    );
    // Every screen that shows the diary reads again, the pictures too.
    app.changed('diary');
  }

  async #takeBack(step: number, app: AppState): Promise<void> {
    await takeBack(app, step);
    this.chosen = null;
  }
}

/** Walks and minutes of some days together. */
export function sumOf(days: Pick<DayFiguresView, 'walks' | 'walkMin'>[]): { walks: number; minutes: number } {
  return days.reduce(
    (sum, day) => ({ walks: sum.walks + day.walks, minutes: sum.minutes + (day.walkMin ?? 0) }),
    { walks: 0, minutes: 0 },
  );
}
