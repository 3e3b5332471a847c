// Dates in words. They come as plain calendar dates and are never moved to another time zone.

// The catalogue is British English so far; `Intl` only supplies the names, the order is ours on every machine.
const LOCALE = 'en-GB';

function names(date: string, weekday: 'short' | 'long', month: 'short' | 'long') {
  const [year = 1970, monthNumber = 1, day = 1] = date.split('-').map(Number);
  const at = new Date(Date.UTC(year, monthNumber - 1, day));
  const say = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(LOCALE, { timeZone: 'UTC', ...options }).format(at);
  return { weekday: say({ weekday }), month: say({ month }), day, year };
}

/** "Monday 23 November", with the year when it is another one than today's. */
export function longDate(date: string, today: string): string {
  const { weekday, month, day, year } = names(date, 'long', 'long');
  return `${weekday} ${day} ${month}${date.slice(0, 4) === today.slice(0, 4) ? '' : ` ${year}`}`;
}

/** "Mon 23 Nov". */
export function shortDate(date: string): string {
  const { weekday, month, day } = names(date, 'short', 'short');
  return `${weekday} ${day} ${month}`;
}

/** "2 June", with the year when it is another one than today's. */
export function dayAndMonth(date: string, today: string): string {
  const { month, day, year } = names(date, 'long', 'long');
  return `${day} ${month}${date.slice(0, 4) === today.slice(0, 4) ? '' : ` ${year}`}`;
}

/** "November 2026". */
export function monthAndYear(date: string): string {
  const { month, year } = names(date, 'long', 'long');
  return `${month} ${year}`;
}

/** The calendar date some days before or after another. */
export function shiftDate(date: string, days: number): string {
  const [year = 1970, month = 1, day = 1] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
}

/** Whole minutes from one local moment to another, as the clock on the wall counts them. */
export function minutesBetween(fromDate: string, fromMinute: number, local: string): number {
  const [date = '', time = '00:00'] = local.split('T');
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const days = (Date.parse(`${date}T00:00:00Z`) - Date.parse(`${fromDate}T00:00:00Z`)) / 86_400_000;
  return days * 1440 + hour * 60 + minute - fromMinute;
}

/** The short names of the days, Monday first. */
export function weekdayNames(width: 'short' | 'long'): string[] {
  // 2024-01-01 was a Monday.
  return [0, 1, 2, 3, 4, 5, 6].map((day) => names(shiftDate('2024-01-01', day), width, 'short').weekday);
}

/** "20:00" from what a person types: 8, 8:30, 20.30, 2030, 8 pm; null when it is no time. */
export function readTime(text: string): string | null {
  const match = /^(\d{1,2})(?:[:.h ]?(\d{2}))?\s*([ap])?\.?\s*(?:m\.?)?$/i.exec(text.trim());
  if (!match) return null;
  const minute = Number(match[2] ?? '0');
  let hour = Number(match[1]);
  const half = match[3]?.toLowerCase();
  if (half && (hour < 1 || hour > 12)) return null;
  if (half === 'p' && hour < 12) hour += 12;
  if (half === 'a' && hour === 12) hour = 0;
  if (hour > 23 || minute > 59) return null;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** The words for the days around today. */
export type NearDays = { yesterday: string; today: string; tomorrow: string };

/** "Today" and its neighbours by name, every other day as "Mon 23 Nov". */
export function nearDay(date: string, today: string, words: NearDays): string {
  if (date === today) return words.today;
  if (date === shiftDate(today, -1)) return words.yesterday;
  if (date === shiftDate(today, 1)) return words.tomorrow;
  return shortDate(date);
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * "2026-11-21" from what a person types: 21 Nov, 21 November 2026, 21/11, 21.11.2026, 2026-11-21, today, yesterday,
 * with a weekday in front or without; null when it is no date. Without a year it is the last such day up to today.
 */
export function readDate(text: string, today: string, words: NearDays): string | null {
  const typed = text.trim().toLowerCase().replace(/,/g, ' ').replace(/\s+/g, ' ');
  if (typed === words.today.toLowerCase()) return today;
  if (typed === words.yesterday.toLowerCase()) return shiftDate(today, -1);
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(typed);
  if (iso) return calendarDate(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const bare = typed.replace(/^[a-z]{3,9}\.? (?=\d)/, '');
  const numbers = /^(\d{1,2})[./ -](\d{1,2})(?:[./ -](\d{4}))?\.?$/.exec(bare);
  const named = /^(\d{1,2})(?:st|nd|rd|th|\.)? ?(?:of )?([a-z]{3,9})\.?(?: (\d{4}))?$/.exec(bare);
  const match = numbers ?? named;
  if (!match) return null;
  const month = numbers ? Number(match[2]) : monthNamed(match[2] ?? '');
  const day = Number(match[1]);
  if (match[3] !== undefined) return calendarDate(Number(match[3]), month, day);
  const year = Number(today.slice(0, 4));
  const date = calendarDate(year, month, day);
  return date !== null && date > today ? calendarDate(year - 1, month, day) : date;
}

function monthNamed(name: string): number {
  const at = MONTHS.indexOf(name.slice(0, 3));
  if (at < 0) return 0;
  return names(`2026-${String(at + 1).padStart(2, '0')}-01`, 'long', 'long')
    .month.toLowerCase()
    .startsWith(name)
    ? at + 1
    : name === 'sept'
      ? 9
      : 0;
}

/** The date, if the calendar has it. */
function calendarDate(year: number, month: number, day: number): string | null {
  const pad = (value: number, length: number) => String(value).padStart(length, '0');
  const date = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
  const at = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === date ? date : null;
}

/** "Saturday". */
export function weekdayOf(date: string): string {
  return names(date, 'long', 'long').weekday;
}

/** "23 November, 09:12" for a moment of this computer's clock, with the year when it is another one. */
export function momentWords(ms: number, today: string): string {
  const at = new Date(ms);
  const pad = (value: number) => String(value).padStart(2, '0');
  const date = `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
  return `${dayAndMonth(date, today)}, ${pad(at.getHours())}:${pad(at.getMinutes())}`;
}
