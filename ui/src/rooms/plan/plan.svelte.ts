// What the plan screen does: each change is kept, said in a message that can be taken back, and read anew.
import {
  ask,
  commands,
  Reading,
  t,
  type AppState,
  type ErrorCode,
  type Outcome,
  type PlanView,
} from '../../ipc';
import type { HardDaysView, PlanCheckInRequest, PlanWeekView } from '../../ipc';
import { toasts } from '../../kit/toasts.svelte';

/** A kept change, which can be taken back by the number of its step. */
type Kept = { lastStep: number };

/** The walking plan and what can be done with it. */
export class PlanState {
  readonly reading = new Reading(() => commands.planView());
  failed = $state.raw<ErrorCode | null>(null);
  /** The field a refusal named. */
  field = $state.raw<string | null>(null);
  busy = $state(false);
  readonly #app: AppState;

  constructor(app: AppState) {
    this.#app = app;
  }

  get plan(): PlanView | null {
    return this.reading.data;
  }

  load(): Promise<void> {
    return this.reading.load();
  }

  begin(): Promise<boolean> {
    const walks = this.plan?.numbers.walks ?? 3;
    return this.#keep(commands.planBegin(), () => t('plan-begun-toast', { walks }));
  }

  start(withRests: boolean, legPainIsLow: boolean): Promise<boolean> {
    return this.#keep(commands.planStart({ withRests, legPainIsLow }), () => t('plan-started-toast'));
  }

  stop(id: string): Promise<boolean> {
    return this.#keep(commands.planStop(id), () => t('plan-stopped-toast'));
  }

  review(week: number, hardDays: HardDaysView, newPain: boolean): Promise<boolean> {
    return this.#keep(commands.planReview({ week, hardDays, newPain }), () => {
      const asked = presentWeek(this.plan);
      return asked === null
        ? t('plan-check-in-saved-toast')
        : t('plan-review-saved-toast', { minutes: asked.minutes, days: asked.days });
    });
  }

  checkIn(input: PlanCheckInRequest): Promise<boolean> {
    return this.#keep(commands.planCheckIn(input), () => t('plan-check-in-saved-toast'));
  }

  /** One change after the other: what a second press would do is known only when the first is kept. */
  async #keep<T extends Kept>(call: Parameters<typeof ask<T>>[0], words: () => string): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    const outcome: Outcome<T> = await ask(call);
    this.failed = outcome.ok ? null : outcome.code;
    this.field = outcome.ok ? null : outcome.field;
    await this.#reread();
    this.busy = false;
    if (!outcome.ok) return false;
    const step = outcome.data.lastStep;
    toasts.show(words(), () => this.#takeBack(step));
    return true;
  }

  async #takeBack(step: number): Promise<void> {
    const outcome = await ask(commands.historyUndo(step));
    await this.#reread();
    if (!outcome.ok)
      toasts.show(t(outcome.code === 'conflict' ? 'undo-conflict-toast' : 'undo-failed-toast'));
  }

  async #reread(): Promise<void> {
    // The screens that show the diary read for themselves; this one waits for its own reading.
    this.#app.changed('diary');
    await this.load();
  }
}

/** What the present week asks for; null while none is under way. */
export function presentWeek(plan: PlanView | null): PlanWeekView | null {
  return plan?.stage.kind === 'under_way' ? plan.stage.is.week : null;
}
