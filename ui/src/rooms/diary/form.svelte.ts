// What the forms of an entry and a walk share: when it was, the note, what is wrong with which field, and keeping it.
import { ask, t, type AppState, type ErrorCode, type Outcome, type WhenView } from '../../ipc';
import { NOTE_LIMIT, noteFault } from './note';
import { WhenDraft } from './when.svelte';

export type Faults<Field extends string> = Partial<Record<Field, string>>;

/** The fields that every one of these forms has, as the core names them. */
export type SharedField = 'localDate' | 'localTime' | 'note';

/** The faults of a form: its own fields' and the shared ones'. */
type All<Field extends string> = Faults<Field> & Faults<SharedField>;

type Stored = WhenView & { id: string; note: string | null };

/** One record being written, new or stored. */
export abstract class FormDraft<Field extends string> {
  readonly id: string | null;
  readonly when: WhenDraft;
  note = $state('');
  faults = $state.raw<All<Field>>(all(null, null));
  /** Why nothing was saved, when no field is at fault. */
  failed = $state.raw<ErrorCode | null>(null);
  saving = $state(false);
  #start = '';
  /** The same, but for now: going back to today alone is nothing to keep a form for. */
  #startNow = '';

  constructor(app: AppState, stored: Stored | null, writingFor: string | null) {
    this.id = stored?.id ?? null;
    this.when = new WhenDraft(app, stored, writingFor);
    this.note = stored?.note ?? '';
  }

  /** Whether anything was written that is not stored. */
  get dirty() {
    return ![this.#start, this.#startNow].includes(this.#all(this.when.said()));
  }

  /** What is said besides the date, the time and the note. */
  protected abstract said(): unknown[];

  /** What the core found, at the field of this form that it names. */
  protected abstract faultOf(field: string | null): Faults<Field> | null;

  /** Notes what the form began with; the last step of making one. */
  protected begin() {
    this.#start = this.#all(this.when.said());
    this.#startNow = this.#all(null);
  }

  /** Reads the date, the time and the note; null with the reasons at their fields, those of the form's own among them. */
  protected read(own: Faults<Field>) {
    const when = this.when.read();
    const note = noteFault(this.note);
    const faults: Faults<SharedField> = when.ok ? {} : { ...when.faults };
    if (note !== undefined) faults.note = note;
    this.faults = all(own, faults);
    this.failed = null;
    if (!when.ok || Object.keys(this.faults).length > 0) return null;
    return { when: when.when, note: this.note.trim() === '' ? null : this.note };
  }

  /** Sends what was read; the stored record, or null with the reason at its field. */
  protected async keep<T>(call: Parameters<typeof ask<T>>[0]): Promise<T | null> {
    this.saving = true;
    const outcome: Outcome<T> = await ask(call);
    this.saving = false;
    if (outcome.ok) return outcome.data;
    const invalid = outcome.code === 'invalid';
    const [own, shared] = [invalid ? this.faultOf(outcome.field) : null, sharedFault(outcome.field)];
    if (!invalid || (own === null && shared === null)) this.failed = outcome.code;
    else this.faults = all(own, shared);
    return null;
  }

  #all(when: unknown): string {
    return JSON.stringify([when, this.note, ...this.said()]);
  }
}

function all<Field extends string>(
  own: Faults<Field> | null,
  shared: Faults<SharedField> | null,
): All<Field> {
  // Of a set of names that is not known yet TypeScript cannot tell that the two together are both.
  return { ...own, ...shared } as All<Field>;
}

function sharedFault(field: string | null): Faults<SharedField> | null {
  switch (field) {
    case 'localDate':
      return { localDate: t('when-date-refused') };
    case 'localTime':
    case 'partOfDay':
      return { localTime: t('when-time-refused') };
    case 'note':
      return { note: t('note-refused', { limit: NOTE_LIMIT }) };
    default:
      return null;
  }
}
