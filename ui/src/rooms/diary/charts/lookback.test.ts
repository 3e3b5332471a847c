// Turning the pages of the calendar and of the body.
import { describe, expect, it } from 'vitest';
import { LookBack } from './lookback.svelte';

describe('the calendar', () => {
  it('goes back to the day before its first and forward to today, where it stops', () => {
    const back = new LookBack();
    back.calendarEarlier('2026-06-01');
    expect(back.calendarTo).toBe('2026-05-31');
    back.calendarLater('2026-05-31', '2026-11-23');
    expect(back.calendarTo).toBe(null);
  });

  it('stays in the past as long as half a year fits before today', () => {
    const back = new LookBack();
    back.calendarLater('2025-05-31', '2026-11-23');
    expect(back.calendarTo).toBe('2025-11-29');
  });
});

describe('the body', () => {
  it('turns by months', () => {
    const back = new LookBack();
    back.monthEarlier('2026-01-01');
    expect(back.month).toBe('2025-12-31');
    back.monthLater('2025-12-31', '2026-11-23');
    expect(back.month).toBe('2026-01-01');
    back.monthLater('2026-10-31', '2026-11-23');
    expect(back.month).toBe(null);
  });
});
