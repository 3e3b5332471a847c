// Dates in words and times as people type them.
import { describe, expect, it } from 'vitest';
import {
  dayAndMonth,
  longDate,
  minutesBetween,
  monthAndYear,
  nearDay,
  readDate,
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

describe('a date that is typed', () => {
  const read = (typed: string) =>
    readDate(typed, '2026-11-23', { yesterday: 'Yesterday', today: 'Today', tomorrow: 'Tomorrow' });

  it.each([
    ['2026-11-21', '2026-11-21'],
    ['21 Nov', '2026-11-21'],
    ['Saturday 21 November', '2026-11-21'],
    ['Sat 21 Nov', '2026-11-21'],
    ['21st of November 2025', '2025-11-21'],
    ['21/11', '2026-11-21'],
    ['21.11.2025', '2025-11-21'],
    ['2 sept', '2026-09-02'],
    ['today', '2026-11-23'],
    ['Yesterday', '2026-11-22'],
    ['29/2/2028', '2028-02-29'],
  ])('%s is %s', (typed, date) => expect(read(typed)).toBe(date));

  it('without a year is the last one, never one to come', () => {
    expect(read('24 December')).toBe('2025-12-24');
    expect(read('24/12')).toBe('2025-12-24');
  });

  it('keeps its year, even one the diary will not take', () => {
    expect(read('1 Jan 2030')).toBe('2030-01-01');
    expect(read('31/12/1899')).toBe('1899-12-31');
  });

  it.each(['', 'soon', '31/2', '2026-13-01', '30 Nob', '21', '1/2/3', '29/2/2027', '11 ma'])(
    '%s is none',
    (typed) => expect(read(typed)).toBeNull(),
  );
});
