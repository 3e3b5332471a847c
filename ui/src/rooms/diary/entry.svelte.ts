// The full entry while it is written: everything optional, nothing lost, and what is wrong stands at its field.
import {
  ask,
  commands,
  t,
  type AppState,
  type ErrorCode,
  type FrameView,
  type LegSymptomView,
  type PainEntryView,
  type PainQualityView,
  type PainRequest,
  type RegionCode,
  type RegionPainView,
} from '../../ipc';
import { NOTE_LIMIT, noteFault } from './note';
import { WhenDraft } from './when.svelte';

/** The fields that can be at fault, as the core names them. */
export type EntryField = 'localDate' | 'localTime' | 'nrs' | 'regions' | 'note';
export type Faults<Field extends string> = Partial<Record<Field, string>>;

export const FRAMES: readonly FrameView[] = [
  'now',
  'morning',
  'day_average',
  'day_worst',
  'walk_before',
  'walk_peak',
  'walk_after',
  'next_morning',
];

export const QUALITIES: readonly PainQualityView[] = [
  'ache',
  'stabbing',
  'burning',
  'electric',
  'cramping',
  'stiff',
  'throbbing',
];

export const LEG_SYMPTOMS: readonly LegSymptomView[] = [
  'pain_above_knee',
  'pain_below_knee',
  'tingling',
  'numbness',
  'weakness',
];

/** One entry being written, new or stored. */
export class EntryDraft {
  readonly id: string | null;
  readonly when: WhenDraft;
  nrs = $state<number | null>(null);
  frame = $state<FrameView>('now');
  regions = $state.raw<RegionPainView[]>([]);
  qualities = $state.raw<PainQualityView[]>([]);
  legLeft = $state.raw<LegSymptomView[] | null>(null);
  legRight = $state.raw<LegSymptomView[] | null>(null);
  note = $state('');
  faults = $state.raw<Faults<EntryField>>({});
  /** Why nothing was saved, when no field is at fault. */
  failed = $state.raw<ErrorCode | null>(null);
  saving = $state(false);
  readonly #start: string;
  /** The same, but for now: going back to today alone is nothing to keep a form for. */
  readonly #startNow: string;

  constructor(app: AppState, stored: PainEntryView | null, writingFor: string | null = null) {
    this.id = stored?.id ?? null;
    this.when = new WhenDraft(app, stored, writingFor);
    if (stored) {
      this.nrs = stored.nrs;
      this.frame = stored.frame;
      this.regions = stored.regions;
      this.qualities = stored.qualities;
      this.legLeft = stored.legLeft;
      this.legRight = stored.legRight;
      this.note = stored.note ?? '';
    }
    this.#start = this.#said();
    this.#startNow = this.#said(null);
  }

  /** Whether anything was written that is not stored. */
  get dirty() {
    return ![this.#start, this.#startNow].includes(this.#said());
  }

  /** The number a region has of its own; undefined when it is not chosen. */
  regionNrs(code: RegionCode): number | null | undefined {
    return this.regions.find((one) => one.region === code)?.nrs;
  }

  has(code: RegionCode) {
    return this.regions.some((one) => one.region === code);
  }

  /** Chooses a region, or lets go of it. */
  toggle(code: RegionCode) {
    this.regions = this.has(code)
      ? this.regions.filter((one) => one.region !== code)
      : [...this.regions, { region: code, nrs: null }];
  }

  /** Gives a region a number of its own, or takes it back; the region is chosen by it. */
  rate(code: RegionCode, nrs: number | null) {
    this.regions = this.has(code)
      ? this.regions.map((one) => (one.region === code ? { ...one, nrs } : one))
      : [...this.regions, { region: code, nrs }];
  }

  /** Saves; the stored entry, or null with the reason at its field. */
  async save(): Promise<PainEntryView | null> {
    if (this.saving) return null;
    const when = this.when.read();
    const faults: Faults<EntryField> = when.ok ? {} : { ...when.faults };
    const note = noteFault(this.note);
    if (note !== undefined) faults.note = note;
    this.faults = faults;
    this.failed = null;
    if (!when.ok || note !== undefined) return null;
    const input: PainRequest = {
      when: when.when,
      frame: this.frame,
      nrs: this.nrs,
      regions: this.regions,
      qualities: this.qualities,
      legLeft: this.legLeft,
      legRight: this.legRight,
      note: this.note.trim() === '' ? null : this.note,
    };
    this.saving = true;
    const outcome = await ask(
      this.id === null ? commands.diaryAdd(input) : commands.diaryEditFull(this.id, input),
    );
    this.saving = false;
    if (outcome.ok) return outcome.data;
    const words = outcome.code === 'invalid' ? faultWords(outcome.field) : null;
    if (words === null) this.failed = outcome.code;
    else this.faults = words;
    return null;
  }

  #said(when = this.when.said()): string {
    const { nrs, frame, regions, qualities, legLeft, legRight, note } = this;
    return JSON.stringify([when, nrs, frame, regions, qualities, legLeft, legRight, note]);
  }
}

/** What the core found, at the field it names. */
function faultWords(field: string | null): Faults<EntryField> | null {
  switch (field) {
    case 'localDate':
      return { localDate: t('when-date-refused') };
    case 'localTime':
    case 'partOfDay':
      return { localTime: t('when-time-wrong') };
    case 'nrs':
      return { nrs: t('entry-empty') };
    case 'regions':
      return { regions: t('entry-regions-wrong') };
    case 'note':
      return { note: t('note-refused', { limit: NOTE_LIMIT }) };
    default:
      return null;
  }
}
