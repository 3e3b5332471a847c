// What is being written in the diary, for as long as the window is open: leaving a screen loses nothing.
import { createContext } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { AppState, CheckAnswerView, DayRecordView, PainEntryView, WalkView } from '../../ipc';
import { DayDraft, type TreatmentDraft } from './day.svelte';
import { EntryDraft } from './entry.svelte';
import { Timeline } from './timeline.svelte';
import { WalkDraft } from './walk.svelte';

export const [getDrafts, setDrafts] = createContext<Drafts>();

/** Forms by what they change: an id, or a date. */
type Forms<D> = Record<string, D | undefined>;

/** Every form that is open or was left half written. Kept in memory only: health words belong into no other file. */
export class Drafts {
  /** The day that new entries and walks are written for, while it is another one than today. */
  writingFor = $state.raw<string | null>(null);
  /** The list with its filter and its place in it, as they were left. */
  readonly list = new Timeline();
  /** The form that was just saved with something that can need care: a stored entry's, or the one of new entries. */
  warning = $state.raw<{ id: string | null; reasons: CheckAnswerView[] } | null>(null);
  #entry: EntryDraft | null = null;
  #walk: WalkDraft | null = null;
  readonly #entries: Forms<EntryDraft> = {};
  readonly #walks: Forms<WalkDraft> = {};
  readonly #days: Forms<DayDraft> = {};
  readonly #treatments = new SvelteMap<string, TreatmentDraft>();

  /** The new entry: the one that was begun, else an empty one. */
  newEntry(app: AppState): EntryDraft {
    if (!this.#entry?.dirty) this.#entry = new EntryDraft(app, null, this.writingFor);
    return this.#entry;
  }

  /** A stored entry: what was changed and not saved yet, else what is stored. */
  entry(app: AppState, stored: PainEntryView): EntryDraft {
    return kept(this.#entries, stored.id, () => new EntryDraft(app, stored));
  }

  newWalk(app: AppState): WalkDraft {
    if (!this.#walk?.dirty) this.#walk = new WalkDraft(app, null, this.writingFor);
    return this.#walk;
  }

  walk(app: AppState, stored: WalkView): WalkDraft {
    return kept(this.#walks, stored.id, () => new WalkDraft(app, stored));
  }

  /** A whole day: what was changed and not saved yet, else what is stored. */
  day(date: string, stored: DayRecordView | null): DayDraft {
    return kept(this.#days, date, () => new DayDraft(date, stored));
  }

  forgetDay(date: string) {
    this.#days[date] = undefined;
  }

  /** The medicine or relief that is being written on a day, if any. */
  treatment(kind: 'medicine' | 'relief', date: string): TreatmentDraft | null {
    return this.#treatments.get(`${kind} ${date}`) ?? null;
  }

  openTreatment(draft: TreatmentDraft) {
    this.#treatments.set(`${draft.kind} ${draft.date}`, draft);
  }

  closeTreatment(kind: 'medicine' | 'relief', date: string) {
    this.#treatments.delete(`${kind} ${date}`);
  }

  /** Forgets a form that was saved or thrown away. */
  forget(draft: EntryDraft | WalkDraft) {
    if (draft === this.#entry) this.#entry = null;
    if (draft === this.#walk) this.#walk = null;
    if (draft.id !== null) {
      if (draft instanceof EntryDraft) this.#entries[draft.id] = undefined;
      else this.#walks[draft.id] = undefined;
    }
  }
}

/** The form under an id if it holds something that is not stored, else a fresh one. */
function kept<D extends { dirty: boolean }>(forms: Forms<D>, id: string, fresh: () => D): D {
  const before = forms[id];
  if (before?.dirty) return before;
  const form = fresh();
  forms[id] = form;
  return form;
}
