// How reminders, their times and their states are put into words.
import { t, type DueItemView, type WordKey } from '../../ipc';
import { nearDay } from '../../kit/dates';

const PURPOSES: Readonly<Record<string, WordKey>> = {
  diary_check: 'purpose-diary-check',
  desk_break: 'purpose-desk-break',
  walk: 'purpose-walk',
  routine: 'purpose-routine',
  own: 'purpose-other',
};

const STATES: Readonly<Record<string, WordKey>> = {
  waiting: 'due-state-waiting',
  shown: 'due-state-shown',
  done: 'due-state-done',
  snoozed: 'due-state-snoozed',
  skipped: 'due-state-skipped',
  satisfied: 'due-state-satisfied',
  missed: 'due-state-missed',
  dismissed: 'due-state-dismissed',
  expired: 'due-state-expired',
  unknown: 'due-state-unknown',
};

const REASONS: Readonly<Record<string, WordKey>> = {
  off: 'due-reason-off',
  asleep: 'due-reason-asleep',
  stopped: 'due-reason-stopped',
  clock: 'due-reason-clock',
  tz: 'due-reason-timezone',
  later: 'due-reason-later',
  gap_merged: 'due-reason-gap',
  cap: 'due-reason-cap',
  quiet: 'due-reason-quiet',
  paused: 'due-reason-paused',
  locked: 'due-reason-locked',
};

const MISSED: Readonly<Record<string, WordKey>> = {
  off: 'figures-off',
  asleep: 'figures-asleep',
  stopped: 'figures-stopped',
  quiet: 'figures-quiet',
  paused: 'figures-paused',
  locked: 'figures-locked',
};

/** The person's own name for a reminder, or what it asks. */
export function nameWords(name: string | null, purpose: string): string {
  return name ?? purposeWords(purpose);
}

/** "3 while the computer was asleep." */
export function missedWords(reason: string, count: number): string {
  return t(MISSED[reason] ?? 'figures-otherwise', { count });
}

/** What a reminder asks. */
export function purposeWords(purpose: string): string {
  return t(PURPOSES[purpose] ?? 'purpose-other');
}

/** "Today at 20:00". */
export function whenWords(date: string, time: string, today: string): string {
  const day = nearDay(date, today, {
    yesterday: t('when-yesterday'),
    today: t('when-today'),
    tomorrow: t('when-tomorrow'),
  });
  return t('when-at', { day, time });
}

/** What became of an occurrence. */
export function stateWords(item: DueItemView): string {
  if (item.state === 'snoozed' && item.snoozedUntil)
    return t('due-state-snoozed-until', { time: item.snoozedUntil });
  return t(STATES[item.state] ?? 'due-state-other');
}

/** Why it was not shown, where that is known and of use. */
export function reasonWords(item: DueItemView): string | null {
  const key = item.reason === null ? undefined : REASONS[item.reason];
  return item.state === 'missed' && key ? t(key) : null;
}
