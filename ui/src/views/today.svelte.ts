// What Today shows: the newest entry, the last four weeks, and one thing each to do and to read.
import { ask, commands, Reading, type AppState, type ErrorCode } from '../ipc';
import { toasts } from '../kit/toasts.svelte';
import { t } from '../ipc';
import { takeBack } from '../rooms/diary/changes';
import { timeWords } from '../rooms/diary/wording';

/** The state behind Today; made once, so that coming back shows at once what was there. */
export class TodayState {
  readonly newest = new Reading(() => commands.diaryList({ limit: 1, beforeId: null }));
  readonly weeks = new Reading(() => commands.diaryWeeks());
  readonly exercises = new Reading(() => commands.exercisesList());
  readonly guides = new Reading(() => commands.guidesList());
  /** Why the last number could not be saved. */
  logFailed = $state.raw<ErrorCode | null>(null);
  /** The number that was pressed last, while this screen is open. */
  chosen = $state.raw<number | null>(null);
  #saving: Promise<void> = Promise.resolve();

  get waiting() {
    return [this.newest, this.weeks, this.exercises, this.guides].some((reading) => reading.waiting);
  }

  get last() {
    return this.newest.data?.entries[0] ?? null;
  }

  /** Reads everything; what never changes while the program runs is read once. */
  async load(): Promise<void> {
    const lasting = [this.exercises, this.guides].filter((reading) => reading.data === null);
    await Promise.all([this.loadDiary(), ...lasting.map((reading) => reading.load())]);
  }

  /** Reads what a change of the diary touches. */
  async loadDiary(): Promise<void> {
    await Promise.all([this.newest.load(), this.weeks.load()]);
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
    await this.loadDiary();
  }

  async #takeBack(step: number, app: AppState): Promise<void> {
    await takeBack(app, step);
    this.chosen = null;
  }
}
