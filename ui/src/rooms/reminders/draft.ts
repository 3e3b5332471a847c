// A reminder while it is edited: what stands in the fields, what is wrong with it, and what it says in one sentence.
import { t, type ReminderForm, type WordKey } from '../../ipc';
import { dayAndMonth, readDate, readTime, weekdayNames } from '../../kit/dates';

/** What stands in the fields, as it was typed. */
export type Draft = {
  purpose: string;
  name: string;
  kind: ReminderForm['kind'];
  times: string;
  pace: 'weekdays' | 'days';
  everyDays: string;
  days: boolean[];
  zone: string;
  work: string;
  rest: string;
  hours: boolean;
  hoursFrom: string;
  hoursTo: string;
  after: string;
  delay: string;
  unless: string | null;
  unlessWithin: number | null;
  date: string;
  from: string;
  until: string;
  named: boolean;
  /** What opens with it, as the back end names it. */
  behind: string | null;
  enabled: boolean;
};

/** A field that can be at fault, by the name the back end uses as well. */
export type FieldName =
  | 'name'
  | 'times'
  | 'days'
  | 'every_days'
  | 'zone'
  | 'work_min'
  | 'break_min'
  | 'hours'
  | 'delay_min'
  | 'date'
  | 'from'
  | 'until'
  | 'behind';

/** What is wrong, by field. */
export type Faults = Partial<Record<FieldName, string>>;

const EVERY_DAY = [true, true, true, true, true, true, true];
const WORK_DAYS = [true, true, true, true, true, false, false];

const BLANK: Draft = {
  purpose: 'own',
  name: '',
  kind: 'wall',
  times: '',
  pace: 'weekdays',
  everyDays: '2',
  days: EVERY_DAY,
  zone: '',
  work: '40',
  rest: '5',
  hours: false,
  hoursFrom: '09:00',
  hoursTo: '17:30',
  after: 'walk',
  delay: '30',
  unless: null,
  unlessWithin: null,
  date: '',
  from: '',
  until: '',
  named: false,
  behind: null,
  enabled: true,
};

/** A reminder to begin with. */
export type Preset = { id: string; title: WordKey; text: WordKey; draft: Draft };

/** What is offered, in the order of the screen. */
export const PRESETS: readonly Preset[] = [
  {
    id: 'diary_evening',
    title: 'preset-evening',
    text: 'preset-evening-text',
    draft: { ...BLANK, purpose: 'diary_check', times: '20:00' },
  },
  {
    id: 'diary_morning',
    title: 'preset-morning',
    text: 'preset-morning-text',
    draft: { ...BLANK, purpose: 'diary_check', times: '08:00' },
  },
  {
    id: 'desk_break',
    title: 'preset-desk',
    text: 'preset-desk-text',
    draft: { ...BLANK, purpose: 'desk_break', kind: 'active', days: WORK_DAYS, hours: true },
  },
  {
    id: 'walk',
    title: 'preset-walk',
    text: 'preset-walk-text',
    draft: { ...BLANK, purpose: 'walk', times: '16:00', unless: 'walk' },
  },
  {
    id: 'routine',
    title: 'preset-routine',
    text: 'preset-routine-text',
    draft: {
      ...BLANK,
      purpose: 'routine',
      unless: 'routine',
      times: '10:00',
      days: [true, false, true, false, true, false, false],
    },
  },
  { id: 'own', title: 'preset-own', text: 'preset-own-text', draft: BLANK },
];

/** The fields of a stored reminder. */
export function draftOf(form: ReminderForm): Draft {
  return {
    purpose: form.purpose,
    name: form.name ?? '',
    kind: form.kind,
    times: form.times.join(', '),
    pace: form.everyDays === null ? 'weekdays' : 'days',
    everyDays: String(form.everyDays ?? 2),
    days: form.days,
    zone: form.zone ?? '',
    work: String(form.workMin ?? 40),
    rest: String(form.breakMin ?? 5),
    hours: form.hoursFrom !== null,
    hoursFrom: form.hoursFrom ?? '09:00',
    hoursTo: form.hoursTo ?? '17:30',
    after: form.after ?? 'walk',
    delay: String(form.delayMin ?? 30),
    unless: form.unless,
    unlessWithin: form.unlessWithinMin,
    date: form.date ?? '',
    from: form.from ?? '',
    until: form.until ?? '',
    named: form.named,
    behind: form.behind,
    enabled: form.enabled,
  };
}

/** What is typed as a list of times: commas, "and" or blanks between them. */
export function readTimes(text: string): string[] | null {
  const parts = text
    .replace(/\band\b/gi, ',')
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter(Boolean);
  const times = parts.map(readTime);
  if (times.length === 0 || times.includes(null)) return null;
  return [...new Set(times as string[])].sort();
}

function readNumber(text: string, from: number, to: number): number | null {
  if (!/^\d{1,5}$/.test(text.trim())) return null;
  const number = Number(text);
  return number >= from && number <= to ? number : null;
}

function near(today: string) {
  return { yesterday: '-', today: t('when-today'), tomorrow: t('when-tomorrow'), now: today };
}

/** A date that lies ahead is meant, where no year is typed. */
function readAhead(text: string, today: string): string | null {
  const typed = text.trim();
  if (typed.toLowerCase() === t('when-tomorrow').toLowerCase()) {
    const next = new Date(`${today}T00:00:00Z`);
    next.setUTCDate(next.getUTCDate() + 1);
    return next.toISOString().slice(0, 10);
  }
  const date = readDate(typed, today, near(today));
  if (date === null || date >= today || /\d{4}/.test(typed)) return date;
  return readDate(`${date.slice(8)}/${date.slice(5, 7)}/${Number(date.slice(0, 4)) + 1}`, today, near(today));
}

/** What is wrong in the fields, said at each of them; nothing when it can be stored. */
export function faultsOf(draft: Draft, today: string): Faults {
  const faults: Faults = {};
  const wrong = (field: FieldName, holds: boolean, words: WordKey) => {
    if (!holds) faults[field] = t(words);
  };
  wrong('name', draft.name.trim().length <= 80, 'rule-name-wrong');
  const timed = draft.kind === 'wall' || draft.kind === 'once';
  if (timed) {
    const times = readTimes(draft.times);
    wrong('times', times !== null, 'rule-time-wrong');
    if (draft.kind === 'once' && times !== null) wrong('times', times.length === 1, 'rule-time-once');
  }
  if (draft.kind === 'wall' && draft.pace === 'days') {
    wrong('every_days', readNumber(draft.everyDays, 1, 365) !== null, 'rule-every-wrong');
  } else if (draft.kind !== 'once') {
    wrong('days', !draft.enabled || draft.days.includes(true), 'rule-days-none');
  }
  if (draft.kind === 'active') {
    wrong('work_min', readNumber(draft.work, 5, 240) !== null, 'rule-work-wrong');
    wrong('break_min', readNumber(draft.rest, 1, 60) !== null, 'rule-rest-wrong');
    if (draft.hours) {
      const [from, to] = [readTime(draft.hoursFrom), readTime(draft.hoursTo)];
      wrong('hours', from !== null && to !== null, 'rule-time-wrong');
      if (from !== null && to !== null) wrong('hours', from !== to, 'rule-hours-same');
    }
  }
  if (draft.kind === 'after')
    wrong('delay_min', readNumber(draft.delay, 1, 720) !== null, 'rule-delay-wrong');
  if (draft.kind === 'once') {
    const date = readAhead(draft.date, today);
    wrong('date', date !== null, 'rule-date-wrong');
    if (date !== null) wrong('date', date >= today, 'rule-date-over');
  }
  const from = draft.from.trim() === '' ? '' : readAhead(draft.from, today);
  const until = draft.until.trim() === '' ? '' : readAhead(draft.until, today);
  wrong('from', from !== null, 'rule-date-wrong');
  wrong('until', until !== null, 'rule-date-wrong');
  if (from && until) wrong('until', from <= until, 'rule-until-before');
  return faults;
}

/** What is stored; only for fields without faults. */
export function formOf(draft: Draft, today: string): ReminderForm {
  const { kind } = draft;
  const timed = kind === 'wall' || kind === 'once';
  const paced = kind === 'wall' && draft.pace === 'days';
  const from = draft.from.trim() === '' ? null : readAhead(draft.from, today);
  return {
    purpose: draft.purpose,
    name: draft.name.trim() === '' ? null : draft.name.trim(),
    kind,
    times: timed ? (readTimes(draft.times) ?? []) : [],
    everyDays: paced ? Number(draft.everyDays) : null,
    zone: kind === 'wall' && draft.zone.trim() !== '' ? draft.zone.trim() : null,
    workMin: kind === 'active' ? Number(draft.work) : null,
    breakMin: kind === 'active' ? Number(draft.rest) : null,
    hoursFrom: kind === 'active' && draft.hours ? readTime(draft.hoursFrom) : null,
    hoursTo: kind === 'active' && draft.hours ? readTime(draft.hoursTo) : null,
    after: kind === 'after' ? draft.after : null,
    delayMin: kind === 'after' ? Number(draft.delay) : null,
    unless: draft.unless,
    unlessWithinMin: draft.unless === null ? null : draft.unlessWithin,
    date: kind === 'once' ? readAhead(draft.date, today) : null,
    // Every so many days are counted from a day; without one it is today.
    from: paced ? (from ?? today) : from,
    until: draft.until.trim() === '' ? null : readAhead(draft.until, today),
    days: kind === 'once' || paced ? EVERY_DAY : draft.days,
    named: draft.named,
    behind: draft.behind,
    enabled: draft.enabled,
  };
}

/** "every day", "Monday to Friday", "Monday, Wednesday and Friday". */
export function daysWords(days: boolean[]): string {
  const names = weekdayNames('long');
  const on = days.flatMap((chosen, day) => (chosen ? [day] : []));
  if (on.length === 7) return t('rule-say-every-day');
  if (on.length === 0) return t('rule-say-no-day');
  const [first = 0, last = 0] = [on[0], on.at(-1)];
  if (on.length > 2 && last - first === on.length - 1)
    return t('rule-say-days', { first: names[first] ?? '', last: names[last] ?? '' });
  return listed(on.map((day) => names[day] ?? ''));
}

function listed(words: string[]): string {
  if (words.length < 2) return words[0] ?? '';
  return t('rule-say-list', { most: words.slice(0, -1).join(', '), last: words.at(-1) ?? '' });
}

const DEEDS: Readonly<Record<string, WordKey>> = {
  walk: 'rule-after-walk',
  diary: 'rule-after-diary',
  routine: 'rule-after-routine',
};

const SPARES: Readonly<Record<string, WordKey>> = {
  walk: 'rule-unless-walk-say',
  diary: 'rule-unless-diary-say',
  routine: 'rule-unless-routine-say',
};

/** The whole reminder in plain sentences. */
export function sentence(form: ReminderForm, today: string): string {
  const parts = [head(form, today)];
  const spared = form.unless === null ? undefined : SPARES[form.unless];
  if (spared) parts.push(t(spared));
  if (form.until !== null && form.kind !== 'once')
    parts.push(t('rule-say-until', { date: dayAndMonth(form.until, today) }));
  if (form.zone !== null) parts.push(t('rule-say-zone', { zone: form.zone.replaceAll('_', ' ') }));
  return parts.join(' ');
}

function head(form: ReminderForm, today: string): string {
  const days = daysWords(form.days);
  switch (form.kind) {
    case 'active':
      return form.hoursFrom !== null && form.hoursTo !== null
        ? t('rule-say-active-hours', {
            minutes: form.workMin ?? 0,
            days,
            from: form.hoursFrom,
            to: form.hoursTo,
          })
        : t('rule-say-active', { minutes: form.workMin ?? 0, days });
    case 'after':
      return t('rule-say-after', {
        minutes: form.delayMin ?? 0,
        deed: t(DEEDS[form.after ?? ''] ?? 'rule-after-walk'),
      });
    case 'once':
      return t('rule-say-once', {
        date: form.date === null ? '' : dayAndMonth(form.date, today),
        time: form.times[0] ?? '',
      });
    default: {
      const times = listed(form.times);
      if (form.everyDays === null) return t('rule-say-wall', { times, days });
      return t('rule-say-wall-paced', {
        times,
        days: form.everyDays,
        date: form.from === null ? '' : dayAndMonth(form.from, today),
      });
    }
  }
}
