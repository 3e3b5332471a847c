// What the whole window knows: whether the diary is open, the person's choices, and which day it is.
import { createContext } from 'svelte';
import { commands, type AppStateView, type ErrorCode, type SettingsView } from './bindings';

/** Rooms whose records can change behind the window's back. */
type Changes = { diary: number; reminders: number; settings: number };

export const [getApp, setApp] = createContext<AppState>();

/** What stands in for an answer of a back end that does not answer: nothing is open, nothing is claimed. */
export function stateWithoutAnswer(): AppStateView {
  return {
    store: { kind: 'unavailable', found: null, known: null, file: null },
    settings: {
      region: null,
      theme: 'system',
      firstRunDone: false,
      dayEndsAt: '04:00',
      pace: 'daily',
      pausedUntil: null,
      guideTextPercent: 100,
      cues: { voice: true, sound: true, flash: false },
    },
    today: '1970-01-01',
    diaryDate: '1970-01-01',
    minuteOfDay: 0,
    lockAfterMin: 0,
    recallDue: false,
    dataDir: '',
    version: '',
  };
}

/** The state shared by all screens; made once, from the first answer of the back end. */
export class AppState {
  #view = $state.raw<AppStateView>() as AppStateView;
  /** Counts up when records of a room changed elsewhere; a screen that reads it loads again. */
  readonly changes: Changes = $state({ diary: 0, reminders: 0, settings: 0 });

  /** Never fails, so that one choice after another can wait for it. */
  #choosing: Promise<unknown> = Promise.resolve();

  constructor(view: AppStateView) {
    this.#view = view;
  }

  get store() {
    return this.#view.store;
  }

  get settings() {
    return this.#view.settings;
  }

  get today() {
    return this.#view.today;
  }

  /** The date a new record is given unless the person chooses one; yesterday's until their day has ended. */
  get diaryDate() {
    return this.#view.diaryDate;
  }

  get minuteOfDay() {
    return this.#view.minuteOfDay;
  }

  /** Minutes without a key or the mouse until the diary is to be locked; 0 = never, or it has no passphrase. */
  get lockAfterMin() {
    return this.#view.lockAfterMin;
  }

  /** Whether it is time to see whether the person still knows the passphrase. */
  get recallDue() {
    return this.#view.recallDue;
  }

  get dataDir() {
    return this.#view.dataDir;
  }

  get version() {
    return this.#view.version;
  }

  /** Whether entries can be written at all. */
  get writable() {
    return this.store.kind === 'ok';
  }

  /** Whether the diary can at least be read. */
  get readable() {
    return this.store.kind === 'ok' || this.store.kind === 'read_only';
  }

  /** Takes a newer answer of the back end as the truth. */
  accept(view: AppStateView) {
    this.#view = view;
  }

  /** Asks again for everything; keeps what is known when there is no answer. */
  async refresh(): Promise<void> {
    try {
      this.accept(await commands.appState());
    } catch {
      // The next screen that needs the back end says what is wrong.
    }
  }

  /** Saves changed choices and returns the error code, or null when they are stored. Two in quick succession are saved
   * one after the other, because each is sent together with all that were made before. */
  choose(change: Partial<SettingsView>): Promise<ErrorCode | null> {
    const saved = this.#choosing.then(() => this.#save(change));
    this.#choosing = saved;
    return saved;
  }

  async #save(change: Partial<SettingsView>): Promise<ErrorCode | null> {
    try {
      const result = await commands.settingsSave({ ...this.settings, ...change });
      if (result.status === 'error') return result.error.code;
      this.#view = { ...this.#view, settings: result.data };
      return null;
    } catch {
      return 'unexpected';
    }
  }

  /** Notes that records of a room changed elsewhere. */
  changed(room: string) {
    if (room === 'diary' || room === 'reminders' || room === 'settings') this.changes[room] += 1;
    if (room === 'settings') void this.refresh();
  }
}
