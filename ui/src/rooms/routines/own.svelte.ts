// A routine of the person's own: every change is kept at once, says so, and can be taken back.
import {
  ask,
  commands,
  Reading,
  t,
  type AppState,
  type Answer,
  type ErrorCode,
  type Outcome,
  type OwnChoiceView,
  type OwnPartRequest,
  type OwnPartView,
  type OwnRequest,
  type OwnView,
} from '../../ipc';
import { toasts } from '../../kit/toasts.svelte';

/** What one form says of a part, as it is typed. */
export type Draft = { form: string; sets: string; reps: string; holdS: string; forS: string; side: string };

/** The largest numbers, as the room behind this refuses them; said at the field. */
export const MOST = { sets: 6, reps: 40, holdS: 120, forS: 1800 };

/** As a part is sent. */
export function partOf(part: OwnPartView): OwnPartRequest {
  const { exercise, form, sets, reps, holdS, forS, only } = part;
  return { exercise, form, sets, reps, holdS, forS, only };
}

/** What the fields hold of a part. */
export function draftOf(part: OwnPartView): Draft {
  const said = (value: number | null) => (value === null ? '' : String(value));
  return {
    form: part.form,
    sets: String(part.sets),
    reps: said(part.reps),
    holdS: said(part.holdS),
    forS: said(part.forS),
    side: part.only ?? '',
  };
}

/** Another form begins with its own usual dose. */
export function inForm(choice: OwnChoiceView): Draft {
  const said = (value: number | null) => (value === null ? '' : String(value));
  const { id, sets, reps, holdS, forS } = choice;
  return {
    form: id,
    sets: String(sets),
    reps: said(reps),
    holdS: said(holdS),
    forS: said(forS),
    side: '',
  };
}

/** A part with what the fields hold. What is no number is sent as none that could be kept, and comes back as a fault. */
export function drafted(part: OwnPartView, draft: Draft): OwnPartRequest {
  const choice = part.forms.find(({ id }) => id === draft.form);
  const number = (text: string, usual: number | null | undefined) =>
    usual === null || usual === undefined ? null : whole(text);
  const side = draft.side === 'left' || draft.side === 'right' ? draft.side : null;
  return {
    exercise: part.exercise,
    form: draft.form,
    sets: whole(draft.sets),
    reps: number(draft.reps, choice?.reps),
    holdS: number(draft.holdS, choice?.holdS),
    forS: number(draft.forS, choice?.forS),
    only: choice?.eachSide ? side : null,
  };
}

function whole(text: string): number {
  const trimmed = text.trim();
  return /^\d{1,9}$/.test(trimmed) ? Number(trimmed) : 0;
}

/** A list with one of its things at another place. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = list.filter((_, index) => index !== from);
  const one = list[from];
  return one === undefined ? [...list] : [...rest.slice(0, to), one, ...rest.slice(to)];
}

/** Whether a day is chosen, Monday the lowest bit. */
export function has(days: number, day: number): boolean {
  return Math.floor(days / 2 ** day) % 2 === 1;
}

/** One routine on its screen. */
export class OwnState {
  readonly #app: AppState;
  readonly reading: Reading<OwnView>;
  failed = $state.raw<ErrorCode | null>(null);
  /** The field that was refused last. */
  fault = $state.raw<string | null>(null);
  gone = $state(false);

  constructor(app: AppState, id: string) {
    this.#app = app;
    this.reading = new Reading(() => commands.ownGet(id));
  }

  get is(): OwnView | null {
    return this.reading.data;
  }

  #request(change: Partial<OwnRequest>): OwnRequest {
    const own = this.is;
    return { name: own?.name ?? '', days: own?.days ?? 0, parts: own?.parts.map(partOf) ?? [], ...change };
  }

  /** Keeps a change and says so; false when it was refused, at the field in `fault`. */
  async change(change: Partial<OwnRequest>, said: string): Promise<boolean> {
    const own = this.is;
    if (own === null) return false;
    return this.after(ask(commands.ownSave(own.id, this.#request(change))), said);
  }

  /** Puts an exercise at the end. */
  append(exercise: string, form: string | null, said: string): Promise<boolean> {
    const id = this.is?.id ?? '';
    return this.after(ask(commands.ownAppend(id, exercise, form)), said);
  }

  async after(call: Promise<Outcome<OwnView>>, said: string): Promise<boolean> {
    const outcome = await call;
    this.fault = outcome.ok ? null : outcome.field;
    this.failed = outcome.ok || outcome.code === 'invalid' ? null : outcome.code;
    if (!outcome.ok) return false;
    const before = this.is?.lastStep;
    this.reading.give(outcome.data);
    this.#app.changed('diary');
    // A change that changed nothing leaves no step, and there is nothing to take back.
    if (outcome.data.lastStep !== before) told(this.#app, said, outcome.data.lastStep);
    return true;
  }
}

/** Says what was done, with the way back to before it. */
export function told(app: AppState, text: string, step: number, onward?: { label: string; href: string }) {
  toasts.show(
    text,
    async () => {
      const outcome = await ask(commands.historyUndo(step));
      app.changed('diary');
      if (outcome.ok) toasts.show(t('own-undone-toast'));
      else toasts.show(t(outcome.code === 'conflict' ? 'undo-conflict-toast' : 'undo-failed-toast'));
    },
    onward,
  );
}

/** Makes a routine and leads to it; the code when it could not be. */
export async function begin(
  app: AppState,
  call: Promise<Answer<OwnView>>,
  said: string,
): Promise<ErrorCode | null> {
  const outcome = await ask(call);
  if (!outcome.ok) return outcome.code;
  app.changed('diary');
  told(app, said, outcome.data.lastStep);
  location.hash = `#/own/${outcome.data.id}`;
  return null;
}
