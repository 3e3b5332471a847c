// One day of the diary: what it was like as a whole, and what was taken or tried on it.
import {
  ask,
  commands,
  t,
  type AnswerView,
  type AppState,
  type DayRecordView,
  type ErrorCode,
  type FactorDayView,
  type FactorView,
  type HelpedView,
  type LiftingView,
  type MedicineView,
  type MethodView,
  type OccasionRequest,
  type RecordView,
  type ReliefView,
  type SittingView,
} from '../../ipc';
import { readTime } from '../../kit/dates';
import { readNumber, written } from '../../kit/numbers';
import type { Faults } from './form.svelte';
import { NOTE_LIMIT, noteFault } from './note';

export const SITTING: readonly SittingView[] = ['under_2', '2_to_4', '4_to_6', 'over_6'];
export const LIFTING: readonly LiftingView[] = ['none', 'some', 'heavy'];
export const LEVELS = ['0', '1', '2', '3'] as const;
export const HELPED: readonly HelpedView[] = ['a_lot', 'a_little', 'no', 'worse', 'unsure'];
const METHODS: readonly MethodView[] = ['heat', 'cold', 'rest', 'short_walk', 'stretch', 'massage'];

export type Level = (typeof LEVELS)[number];
type DayField = 'limited' | 'comfortableWalkMin' | 'sleepHours' | 'localDate' | 'note';

/** The ways of relief, beginning with another one each day: what stands first is chosen more often, not better. */
export function methodsOn(date: string): MethodView[] {
  const turn = Math.round(Date.parse(`${date}T00:00:00Z`) / 86_400_000) % METHODS.length;
  return [...METHODS.slice(turn), ...METHODS.slice(0, turn), 'other'];
}

/** What a whole day was like, while it is written. */
export class DayDraft {
  readonly date: string;
  limited = $state<number | null>(null);
  walk = $state('');
  sitting = $state.raw<SittingView | null>(null);
  stress = $state.raw<Level | null>(null);
  sleep = $state('');
  quality = $state.raw<Level | null>(null);
  lifting = $state.raw<LiftingView | null>(null);
  /** By id, each once; a factor that is not here is not recorded. */
  factors = $state.raw<FactorDayView[]>([]);
  note = $state('');
  faults = $state.raw<Faults<DayField>>({});
  failed = $state.raw<ErrorCode | null>(null);
  saving = $state(false);
  /** The version this began with; a newer one replaces it only while nothing was changed here. */
  readonly step: number;
  readonly #start: string;

  constructor(date: string, stored: DayRecordView | null) {
    this.date = date;
    this.step = stored?.lastStep ?? 0;
    if (stored) {
      this.limited = stored.limited;
      this.walk = written(stored.comfortableWalkMin);
      this.sitting = stored.sitting;
      this.stress = levelOf(stored.stress);
      this.sleep = written(stored.sleepHours);
      this.quality = levelOf(stored.sleepQuality);
      this.lifting = stored.lifting;
      this.factors = stored.factors;
      this.note = stored.note ?? '';
    }
    this.#start = this.#said();
  }

  get dirty() {
    return this.#said() !== this.#start;
  }

  /** Yes, no, or nothing recorded. */
  answer(factor: FactorView, state: AnswerView | null) {
    const others = this.factors.filter((one) => one.factorId !== factor.id);
    const all = state === null ? others : [...others, { factorId: factor.id, state }];
    this.factors = all.sort((one, other) => (one.factorId < other.factorId ? -1 : 1));
  }

  answerTo(factor: FactorView): AnswerView | null {
    return this.factors.find((one) => one.factorId === factor.id)?.state ?? null;
  }

  /** Saves; the stored day, or null with the reason at its field. */
  async save(): Promise<DayRecordView | null> {
    if (this.saving) return null;
    const walk = readNumber(this.walk);
    const sleep = readNumber(this.sleep);
    const faults: Faults<DayField> = {};
    if (Number.isNaN(walk)) faults.comfortableWalkMin = t('walk-minutes-wrong-day');
    if (Number.isNaN(sleep)) faults.sleepHours = t('day-sleep-wrong');
    const note = noteFault(this.note);
    if (note !== undefined) faults.note = note;
    this.faults = faults;
    this.failed = null;
    if (Object.keys(faults).length > 0) return null;
    this.saving = true;
    const outcome = await ask(
      commands.daySave({
        localDate: this.date,
        limited: this.limited,
        comfortableWalkMin: walk,
        sitting: this.sitting,
        stress: this.stress === null ? null : Number(this.stress),
        sleepHours: sleep,
        sleepQuality: this.quality === null ? null : Number(this.quality),
        lifting: this.lifting,
        factors: this.factors,
        note: this.note.trim() === '' ? null : this.note,
      }),
    );
    this.saving = false;
    if (outcome.ok) return outcome.data;
    const words = outcome.code === 'invalid' ? dayFault(outcome.field) : null;
    if (words === null) this.failed = outcome.code;
    else this.faults = words;
    return null;
  }

  #said(): string {
    const { limited, walk, sitting, stress, sleep, quality, lifting, factors, note } = this;
    return JSON.stringify([limited, walk, sitting, stress, sleep, quality, lifting, factors, note]);
  }
}

function levelOf(value: number | null): Level | null {
  return value === null ? null : (LEVELS[value] ?? null);
}

function dayFault(field: string | null): Faults<DayField> | null {
  switch (field) {
    case 'limited':
      return { limited: t('day-empty') };
    case 'comfortableWalkMin':
      return { comfortableWalkMin: t('walk-minutes-wrong-day') };
    case 'sleepHours':
      return { sleepHours: t('day-sleep-wrong') };
    case 'localDate':
      return { localDate: t('when-date-refused') };
    case 'note':
      return { note: t('note-refused', { limit: NOTE_LIMIT }) };
    default:
      return null;
  }
}

type TreatmentField = 'name' | 'amount' | 'localTime' | 'method' | 'note' | 'localDate';

/** A medicine taken or something tried, while it is written. */
export class TreatmentDraft {
  readonly kind: 'medicine' | 'relief';
  readonly id: string | null;
  readonly date: string;
  name = $state('');
  amount = $state('');
  method = $state.raw<MethodView | null>(null);
  helped = $state.raw<HelpedView | null>(null);
  time = $state('');
  note = $state('');
  faults = $state.raw<Faults<TreatmentField>>({});
  failed = $state.raw<ErrorCode | null>(null);
  saving = $state(false);
  readonly #stored: MedicineView | ReliefView | null;
  readonly #app: AppState;

  constructor(
    app: AppState,
    kind: 'medicine' | 'relief',
    date: string,
    stored: MedicineView | ReliefView | null,
  ) {
    this.#app = app;
    this.kind = kind;
    this.id = stored?.id ?? null;
    this.date = date;
    this.#stored = stored;
    if (stored) {
      if ('method' in stored) this.method = stored.method;
      else {
        this.name = stored.name;
        this.amount = stored.amount ?? '';
      }
      this.helped = stored.helped;
      this.time = stored.localTime ?? '';
      this.note = stored.note ?? '';
    }
  }

  /** Saves; the stored record, or null with the reason at its field. */
  async save(): Promise<Extract<RecordView, { kind: 'medicine' | 'relief' }> | null> {
    if (this.saving) return null;
    const faults: Faults<TreatmentField> = {};
    const typed = this.time.trim();
    const time = typed === '' ? null : readTime(typed);
    if (typed !== '' && time === null) faults.localTime = t('when-time-wrong');
    if (this.kind === 'medicine' && this.name.trim() === '') faults.name = t('medicine-name-missing');
    if (this.kind === 'relief' && this.method === null) faults.method = t('relief-method-missing');
    const note = noteFault(this.note);
    if (note !== undefined) faults.note = note;
    this.faults = faults;
    this.failed = null;
    if (Object.keys(faults).length > 0) return null;
    this.saving = true;
    const outcome = await this.#send(this.#when(time));
    this.saving = false;
    if (outcome.ok) return outcome.data;
    const words = outcome.code === 'invalid' ? treatmentFault(outcome.field) : null;
    if (words === null) this.failed = outcome.code;
    else this.faults = words;
    return null;
  }

  async #send(when: OccasionRequest | null) {
    const { id, name, amount, method, helped } = this;
    const note = this.note.trim() === '' ? null : this.note;
    if (method !== null && this.kind === 'relief') {
      const input = { when, method, helped, note };
      const kept = await ask(
        id === null ? commands.treatmentsReliefAdd(input) : commands.treatmentsReliefEdit(id, input),
      );
      return kept.ok ? { ok: true as const, data: { kind: 'relief' as const, record: kept.data } } : kept;
    }
    const input = { when, name, amount: amount.trim() === '' ? null : amount, helped, note };
    const kept = await ask(
      id === null ? commands.treatmentsMedicineAdd(input) : commands.treatmentsMedicineEdit(id, input),
    );
    return kept.ok ? { ok: true as const, data: { kind: 'medicine' as const, record: kept.data } } : kept;
  }

  /** The day of the screen; a time before the day ends is one after its midnight, as everywhere in the diary. */
  #when(time: string | null): OccasionRequest | null {
    if (this.#stored && (this.#stored.localTime ?? '') === (time ?? '')) return null;
    return {
      localDate: this.date,
      localTime: time,
      partOfDay: null,
      pastMidnight: time !== null && this.date < this.#app.today && time < this.#app.settings.dayEndsAt,
    };
  }
}

function treatmentFault(field: string | null): Faults<TreatmentField> | null {
  switch (field) {
    case 'name':
      return { name: t('name-refused') };
    case 'amount':
      return { amount: t('name-refused') };
    case 'localTime':
      return { localTime: t('when-time-refused') };
    case 'localDate':
      return { localDate: t('when-date-refused') };
    case 'note':
      return { note: t('note-refused', { limit: NOTE_LIMIT }) };
    default:
      return null;
  }
}
