// How the records of the diary are said: when they were, what they hold, each in a few words.
import {
  t,
  type DayRecordView,
  type FlareView,
  type FootwearView,
  type MedicineView,
  type PainEntryView,
  type RecordView,
  type ReliefView,
  type SessionView,
  type WalkView,
  type WhenView,
} from '../../ipc';
import { dayAndMonth, longDate, nearDay, shortDate } from '../../kit/dates';

type Clock = Pick<WhenView, 'localTime' | 'partOfDay' | 'pastMidnight'>;
type Dated = Clock & Pick<WhenView, 'localDate'>;

/** "09:12", "01:30, after midnight", "Morning", or nothing when only the day is known. */
export function timeWords({ localTime, partOfDay, pastMidnight }: Clock): string {
  if (localTime !== null) return pastMidnight ? t('time-past-midnight', { time: localTime }) : localTime;
  return partOfDay === null ? '' : t(`part-${partOfDay}`);
}

/** "Mon 23 Nov at 09:12", "Mon 23 Nov, morning", "Mon 23 Nov". */
export function whenWords(when: Dated, day = shortDate(when.localDate)): string {
  if (when.localTime !== null) return t('when-at', { day, time: timeWords(when) });
  if (when.partOfDay === null) return day;
  return t('when-part', { day, part: t(`part-${when.partOfDay}`).toLowerCase() });
}

/** The same in the middle of a sentence: "today at 09:12", "yesterday", "Mon 16 Nov at 20:00". */
export function lastWords(when: Dated, today: string): string {
  const words = { today: t('last-today'), yesterday: t('last-yesterday'), tomorrow: '' };
  return whenWords(when, nearDay(when.localDate, today, words) || shortDate(when.localDate));
}

/** "Today", "Yesterday", else "Saturday 21 November". */
export function dayWords(date: string, today: string): string {
  const words = { today: t('when-today'), yesterday: t('when-yesterday'), tomorrow: t('when-tomorrow') };
  const near = nearDay(date, today, words);
  return near === shortDate(date) ? longDate(date, today) : near;
}

/** "800 m", "1.2 km". */
export function distanceWords(metres: number): string {
  if (metres < 1000) return t('distance-m', { value: metres });
  return t('distance-km', { value: String(Math.round(metres / 10) / 100) });
}

/** "20 min", "1 h 5 min". */
export function minutesWords(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return t('minutes', { minutes });
  return minutes % 60 === 0 ? t('hours', { hours }) : t('hours-minutes', { hours, minutes: minutes % 60 });
}

/** Parts of a line, with dots between them that never begin the next one. */
function joined(parts: (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join('\u00a0· ');
}

/** Where it hurts, most first named: "Low back, left 6, Left calf". */
function regionWords(entry: Pick<PainEntryView, 'regions'>): string {
  return entry.regions
    .map(({ region, nrs }) => {
      const name = t(`region-${region}`);
      return nrs === null ? name : t('region-with-nrs', { region: name, nrs });
    })
    .join('; ');
}

/** What a leg does, or that it does nothing. */
function legWords(side: 'left' | 'right', symptoms: PainEntryView['legLeft']): string | null {
  if (symptoms === null) return null;
  const said = symptoms.map((one) => t(`leg-${one}`).toLowerCase()).join(', ');
  return t(`leg-line-${side}`, { symptoms: said === '' ? t('leg-nothing').toLowerCase() : said });
}

/** Everything but number, time and note of an entry. */
export function painDetails(entry: PainEntryView): string {
  return joined([
    entry.frame === 'now' ? null : t(`frame-${entry.frame}`),
    regionWords(entry),
    entry.qualities.map((one) => t(`quality-${one}`)).join(', '),
    legWords('left', entry.legLeft),
    legWords('right', entry.legRight),
  ]);
}

/** What is known of a walk besides its minutes. */
export function walkDetails(walk: WalkView, shoes: readonly FootwearView[]): string {
  const { onset } = walk;
  const footwear = shoes.find((one) => one.id === walk.footwearId);
  return joined([
    walk.distanceM === null ? null : distanceWords(walk.distanceM),
    onset === null
      ? null
      : onset === 'never'
        ? t('walk-line-never')
        : t('walk-line-onset', { minutes: onset.after }),
    walk.stopped === true ? t('walk-line-stopped') : null,
    walk.easedBy.length > 0
      ? t('walk-line-eased', { what: walk.easedBy.map((one) => t(`eased-${one}`).toLowerCase()).join(', ') })
      : null,
    walk.settleMin === null ? null : t('walk-line-settled', { minutes: minutesWords(walk.settleMin) }),
    walk.painBefore === null ? null : t('walk-line-before', { nrs: walk.painBefore }),
    walk.painPeak === null ? null : t('walk-line-peak', { nrs: walk.painPeak }),
    walk.painAfter === null ? null : t('walk-line-after', { nrs: walk.painAfter }),
    walk.surface === null ? null : t(`surface-${walk.surface}`),
    walk.slope === null ? null : t(`slope-${walk.slope}`),
    walk.carried === null || walk.carried === 'none' ? null : t(`carried-${walk.carried}`),
    walk.aid === null || walk.aid === 'none' ? null : t(`aid-${walk.aid}`),
    footwear?.name ?? null,
  ]);
}

/** What was said about a whole day. */
export function dayDetails(day: DayRecordView): string {
  return joined([
    day.limited === null ? null : t('day-line-limited', { nrs: day.limited }),
    day.comfortableWalkMin === null
      ? null
      : t('day-line-walk', { minutes: minutesWords(day.comfortableWalkMin) }),
    day.sitting === null ? null : t('day-line-sitting', { hours: t(`sitting-${day.sitting}`) }),
    day.sleepHours === null ? null : t('day-line-sleep', { hours: String(day.sleepHours) }),
    day.stress === null
      ? null
      : t('day-line-stress', { level: t(`stress-${level(day.stress)}`).toLowerCase() }),
    day.lifting === null ? null : t('day-line-lifting', { what: t(`lifting-${day.lifting}`).toLowerCase() }),
  ]);
}

/** What was taken or tried, and whether it helped. */
export function helpedDetails(record: MedicineView | ReliefView): string {
  return joined([
    'amount' in record ? record.amount : null,
    record.helped === null ? null : t(`helped-said-${record.helped}`),
  ]);
}

/** How long a routine took, how the pain was, and what was done of it. */
export function sessionDetails(session: SessionView): string {
  const { painBefore, painAfter, did } = session;
  const hurt = did.filter((one) => one.hurt).map((one) => one.title);
  return joined([
    minutesWords(Math.max(1, Math.round(session.activeS / 60))),
    painBefore === null ? null : t('session-line-before', { nrs: painBefore }),
    painAfter === null ? null : t('session-line-after', { nrs: painAfter }),
    session.finished ? null : t('session-line-part'),
    did.map((one) => one.title).join(', '),
    hurt.length === 0 ? null : t('session-line-hurt', { what: hurt.join(', ') }),
  ]);
}

/** From when to when. */
export function flareDates(flare: FlareView, today: string): string {
  const start = dayAndMonth(flare.startDate, today);
  if (flare.endDate === null) return t('flare-since', { start });
  return t('flare-span', { start, end: dayAndMonth(flare.endDate, today) });
}

/** A point of a scale of four as a word of the catalogue names it. */
export function level(value: number): '0' | '1' | '2' | '3' {
  return (['0', '1', '2', '3'] as const)[value] ?? '3';
}

/** A record of any kind, named so that it is known in a list of others. */
export function recordWords({ kind, record }: RecordView, today: string): string {
  switch (kind) {
    case 'pain':
      return record.nrs === null
        ? t('record-pain-none', { when: whenWords(record) })
        : t('record-pain', { nrs: record.nrs, when: whenWords(record) });
    case 'walk':
      return t('record-walk', { minutes: minutesWords(record.durationMin), when: whenWords(record) });
    case 'day':
      return t('record-day', { date: longDate(record.localDate, today) });
    case 'medicine':
      return t('record-medicine', { name: record.name, when: whenWords(record) });
    case 'relief':
      return t('record-relief', { method: t(`method-${record.method}`), when: whenWords(record) });
    case 'flare':
      return t('record-flare', { dates: flareDates(record, today) });
    case 'factor':
      return t('record-factor', { name: record.name });
    case 'footwear':
      return t('record-footwear', { name: record.name });
    case 'check':
      return t('record-check', { when: whenWords(record) });
    case 'question':
      return t('record-question', { text: record.text });
    case 'session':
      return t('record-session', { title: record.title, when: whenWords(record) });
    case 'routine':
      return t('record-routine', { name: record.name });
    case 'plan':
      return t('record-plan');
    case 'plan_review':
      return t('record-plan-review', { week: record.week });
    case 'plan_check_in':
      return t('record-plan-check-in', { week: record.week });
  }
}

/** What is in a record besides what names it. */
export function recordDetails({ kind, record }: RecordView, shoes: readonly FootwearView[] = []): string {
  switch (kind) {
    case 'pain':
      return painDetails(record);
    case 'walk':
      return walkDetails(record, shoes);
    case 'day':
      return dayDetails(record);
    case 'medicine':
    case 'relief':
      return helpedDetails(record);
    case 'check':
      return joined([record.title, ...record.reasons]);
    case 'session':
      return sessionDetails(record);
    default:
      return '';
  }
}

/** The note of a record, if its kind has one. */
export function recordNote({ record }: RecordView): string | null {
  return 'note' in record ? record.note : null;
}
