// The reminders: their rules, what is due, and whether the part that shows them is at work.
import { createContext } from 'svelte';
import {
  ask,
  commands,
  Reading,
  t,
  type AnswerKind,
  type DueItemView,
  type ErrorCode,
  type Outcome,
  type PauseRequest,
  type QuietHours,
  type ReminderSettingsView,
  type ReminderView,
  type SaveReminderRequest,
} from '../../ipc';
import { toasts } from '../../kit/toasts.svelte';

export const [getReminders, setReminders] = createContext<RemindersState>();

/** The days that the figures look back on. */
const FIGURES_DAYS = 28;

/** Why a rule was not stored, and which field is at fault. */
export type Refusal = { code: ErrorCode; field: string | null };

/** States in which an occurrence still wants an answer. */
const OPEN = ['waiting', 'shown', 'snoozed'];

/** The state behind the Reminders room, the card on Today and the number in the rail. */
export class RemindersState {
  readonly rules = new Reading(() => commands.remindersList());
  readonly due = new Reading(() => commands.remindersDue());
  readonly companion = new Reading(async () => ({
    status: 'ok' as const,
    data: await commands.remindersCompanion(),
  }));
  readonly settings = new Reading(() => commands.remindersSettings());
  readonly ahead = new Reading(() => commands.remindersAhead());
  /** What may open with a reminder. */
  readonly choices = new Reading(async () => ({
    status: 'ok' as const,
    data: await commands.remindersChoices(),
  }));
  readonly figures = new Reading(() => commands.remindersFigures(FIGURES_DAYS));
  /** Why the last change of what holds for all reminders was not stored. */
  settingFailed = $state.raw<ErrorCode | null>(null);
  /** Why the last reminder was not deleted. */
  ruleFailed = $state.raw<ErrorCode | null>(null);
  /** Why the last answer to a reminder was not stored. */
  answerFailed = $state.raw<ErrorCode | null>(null);

  /** Waiting for an answer now; what is put off is not. */
  get open(): DueItemView[] {
    return (this.due.data ?? []).filter((item) => item.state === 'waiting' || item.state === 'shown');
  }

  /** The rule whose turn comes first. */
  get next(): ReminderView | null {
    const planned = (this.rules.data ?? []).filter((rule) => rule.next !== null);
    return planned.sort((one, other) => ((one.next ?? '') < (other.next ?? '') ? -1 : 1))[0] ?? null;
  }

  async load(): Promise<void> {
    await Promise.all([this.rules.load(), this.due.load()]);
  }

  /** Reads for the screen that is there now; what came with the first answer serves once. */
  async arrive(): Promise<void> {
    await Promise.all([this.rules.arrive(), this.due.arrive()]);
  }

  async loadAll(): Promise<void> {
    await Promise.all([
      this.load(),
      this.companion.load(),
      this.settings.load(),
      this.ahead.load(),
      this.figures.load(),
      this.choices.load(),
    ]);
  }

  /** Stores a rule; returns why not, and the field at fault, when it is not stored. */
  async save(input: SaveReminderRequest, before: ReminderView | null): Promise<Refusal | null> {
    const outcome = await ask(commands.remindersSave(input));
    if (!outcome.ok) return { code: outcome.code, field: outcome.field };
    const { id } = outcome.data;
    toasts.show(t('rule-saved-toast'), () => this.#takeBack(id, before));
    await this.loadAll();
    return null;
  }

  /** Takes a rule out of force; what became of it stays. */
  async remove(rule: ReminderView): Promise<void> {
    const outcome = await ask(commands.remindersDelete(rule.id));
    this.ruleFailed = outcome.ok ? null : outcome.code;
    if (outcome.ok)
      toasts.show(t('rule-deleted-toast'), async () => {
        // A deleted one stays deleted, because its occurrences name it; the same one is made again.
        await ask(commands.remindersSave({ id: null, form: rule.form }));
        await this.loadAll();
      });
    await this.loadAll();
  }

  /** Begins a pause, or ends it. */
  pause(pause: PauseRequest | null): Promise<void> {
    return this.#set(ask(commands.remindersPause(pause)));
  }

  /** Keeps the quiet hours, or that there are none. */
  setQuiet(quiet: QuietHours | null): Promise<void> {
    return this.#set(ask(commands.remindersSetQuiet(quiet)));
  }

  /** Keeps how many cards a day come at most, or that there are as many as there are. */
  setCap(cap: number | null): Promise<void> {
    return this.#set(ask(commands.remindersSetCap(cap)));
  }

  /** Lets reminders start with the computer, or no longer. */
  setAutostart(on: boolean): Promise<void> {
    return this.#set(ask(commands.remindersSetAutostart(on)));
  }

  async #set(call: Promise<Outcome<ReminderSettingsView>>): Promise<void> {
    const outcome = await call;
    this.settingFailed = outcome.ok ? null : outcome.code;
    if (outcome.ok) toasts.show(t('all-saved-toast'));
    await this.loadAll();
  }

  /** Answers an occurrence. */
  async answer(item: DueItemView, answer: AnswerKind, minutes: number | null): Promise<void> {
    const outcome = await ask(commands.remindersAnswer({ occurrence: item.occurrence, answer, minutes }));
    this.answerFailed = outcome.ok ? null : outcome.code;
    if (outcome.ok) toasts.show(answered(answer, outcome.data));
    await this.load();
  }

  async #takeBack(id: string, before: ReminderView | null): Promise<void> {
    if (before === null) {
      await ask(commands.remindersDelete(id));
    } else {
      await ask(commands.remindersSave({ id, form: before.form }));
    }
    await this.loadAll();
  }
}

/** Whether an occurrence still wants an answer. */
export function isOpen(item: DueItemView): boolean {
  return OPEN.includes(item.state);
}

function answered(answer: AnswerKind, item: DueItemView): string {
  if (answer === 'done') return t('due-done-toast');
  if (answer === 'skip') return t('due-skip-toast');
  return t('due-snooze-toast', { time: item.snoozedUntil ?? '' });
}
