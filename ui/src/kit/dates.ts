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
