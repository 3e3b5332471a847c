// The reminders: their rules, what is due, and whether the part that shows them is at work.
import { createContext } from 'svelte';
import {
  ask,
  commands,
  Reading,
  t,
  type DueItemView,
  type ErrorCode,
  type ReminderView,
  type SaveReminderRequest,
} from '../../ipc';
import { toasts } from '../../kit/toasts.svelte';

export const [getReminders, setReminders] = createContext<RemindersState>();

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
    await Promise.all([this.load(), this.companion.load()]);
  }

  /** Stores a rule; returns the code when it is not stored. */
  async save(input: SaveReminderRequest, before: ReminderView | null): Promise<ErrorCode | null> {
    const outcome = await ask(commands.remindersSave(input));
    if (!outcome.ok) return outcome.code;
    const { id } = outcome.data;
    toasts.show(t('rule-saved-toast'), () => this.#takeBack(id, before));
    await this.loadAll();
    return null;
  }

  /** Answers an occurrence. */
  async answer(item: DueItemView, answer: 'done' | 'snooze' | 'skip', minutes: number | null): Promise<void> {
    const outcome = await ask(commands.remindersAnswer({ occurrence: item.occurrence, answer, minutes }));
    this.answerFailed = outcome.ok ? null : outcome.code;
    if (outcome.ok) toasts.show(answered(answer, outcome.data));
    await this.load();
  }

  async #takeBack(id: string, before: ReminderView | null): Promise<void> {
    if (before === null) {
      await ask(commands.remindersDelete(id));
    } else {
      const { time, days, enabled } = before;
      await ask(commands.remindersSave({ id, time, days, enabled }));
    }
    await this.loadAll();
  }
}

/** Whether an occurrence still wants an answer. */
export function isOpen(item: DueItemView): boolean {
  return OPEN.includes(item.state);
}

function answered(answer: 'done' | 'snooze' | 'skip', item: DueItemView): string {
  if (answer === 'done') return t('due-done-toast');
  if (answer === 'skip') return t('due-skip-toast');
  return t('due-snooze-toast', { time: item.snoozedUntil ?? '' });
}
