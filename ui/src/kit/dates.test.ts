// Dates in words and times as people type them.
import { describe, expect, it } from 'vitest';
import {
  dayAndMonth,
  longDate,
  minutesBetween,
  monthAndYear,
  nearDay,
  readTime,
  shiftDate,
  shortDate,
  weekdayNames,
} from './dates';

describe('a date in words', () => {
  it('is the written day on every machine, whatever its zone', () => {
    expect(shortDate('2026-03-29')).toBe('Sun 29 Mar');
    expect(longDate('2026-11-23', '2026-01-01')).toBe('Monday 23 November');
    expect(monthAndYear('2026-11-23')).toBe('November 2026');
  });

  it('carries its year only when it is another one', () => {
    expect(longDate('2025-12-31', '2026-01-01')).toBe('Wednesday 31 December 2025');
    expect(dayAndMonth('2026-06-02', '2026-11-23')).toBe('2 June');
    expect(dayAndMonth('2025-06-02', '2026-11-23')).toBe('2 June 2025');
  });

  it('is named where it is near', () => {
    const words = { yesterday: 'Yesterday', today: 'Today', tomorrow: 'Tomorrow' };
    expect(nearDay('2026-03-01', '2026-03-01', words)).toBe('Today');
    expect(nearDay('2026-02-28', '2026-03-01', words)).toBe('Yesterday');
    expect(nearDay('2026-03-02', '2026-03-01', words)).toBe('Tomorrow');
    expect(nearDay('2026-03-03', '2026-03-01', words)).toBe('Tue 3 Mar');
  });
});

describe('counting', () => {
  it('steps over months, years and leap days', () => {
    expect(shiftDate('2028-02-28', 1)).toBe('2028-02-29');
    expect(shiftDate('2026-12-31', 1)).toBe('2027-01-01');
    expect(shiftDate('2026-01-01', -1)).toBe('2025-12-31');
  });

  it('takes minutes as the clock on the wall counts them', () => {
    expect(minutesBetween('2026-11-23', 19 * 60 + 30, '2026-11-23T20:00')).toBe(30);
    expect(minutesBetween('2026-11-23', 23 * 60, '2026-11-24T01:00')).toBe(120);
    expect(minutesBetween('2026-11-23', 60, '2026-11-23T00:30')).toBe(-30);
  });

  it('begins the week on Monday', () => {
    expect(weekdayNames('short')).toEqual(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']);
  });
});

describe('a time that is typed', () => {
  it.each([
    ['8', '08:00'],
    ['8:30', '08:30'],
    ['20.30', '20:30'],
    ['2030', '20:30'],
    ['8 pm', '20:00'],
    ['12 am', '00:00'],
    ['12 pm', '12:00'],
    ['12:15 p.m.', '12:15'],
    [' 7:05am ', '07:05'],
  ])('%s is %s', (typed, time) => expect(readTime(typed)).toBe(time));

  it.each(['', '24:00', '8:60', '13 pm', '0 am', 'eight', '8:3', '123456', '-1'])('%s is none', (typed) =>
    expect(readTime(typed)).toBeNull(),
  );
});
