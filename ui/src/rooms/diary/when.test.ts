// When something was: now, another day, and the hours after midnight.
import { describe, expect, it } from 'vitest';
import { appOn, painEntry } from './testing';
import { WhenDraft } from './when.svelte';

describe('a new record', () => {
  it('is now until the person says otherwise', () => {
    expect(new WhenDraft(appOn(), null, null).read()).toEqual({ ok: true, when: null });
  });

  it('begins on the day that others are written for, and can go back to now', () => {
    const when = new WhenDraft(appOn(), null, '2026-11-21');
    expect(when.elsewhere).toBe('2026-11-21');
    expect(when.read()).toEqual({
      ok: true,
      when: { localDate: '2026-11-21', localTime: null, partOfDay: null, pastMidnight: false },
    });
    when.time = '14';
    when.backToNow();
    expect(when.elsewhere).toBeNull();
    expect(when.read()).toEqual({ ok: true, when: null });
  });

  it('keeps what was typed and says what is wrong with it', () => {
    const when = new WhenDraft(appOn(), null, null);
    when.other = true;
    when.date = '31 Nob';
    when.time = '25:00';
    const read = when.read();
    expect(read.ok).toBe(false);
    if (!read.ok) expect(Object.keys(read.faults)).toEqual(['localDate', 'localTime']);
    expect([when.date, when.time]).toEqual(['31 Nob', '25:00']);
  });

  it('leaves the future to the core, which knows the clock', () => {
    const when = new WhenDraft(appOn(), null, null);
    when.other = true;
    when.date = '1/1/2030';
    expect(when.read()).toMatchObject({ ok: true, when: { localDate: '2030-01-01' } });
  });
});

describe('a time after midnight', () => {
  it('belongs to the night after an earlier day unless it is said to be early on it', () => {
    const when = new WhenDraft(appOn(), null, '2026-11-21');
    when.time = '1:30';
    expect(when.ambiguous).toBe(true);
    expect(when.read()).toMatchObject({ when: { localTime: '01:30', pastMidnight: true } });
    when.night = false;
    expect(when.read()).toMatchObject({ when: { localTime: '01:30', pastMidnight: false } });
  });

  it('is early on the day itself when that day is today, for the night after has not come', () => {
    const when = new WhenDraft(appOn(), null, null);
    when.other = true;
    when.time = '01:30';
    expect(when.ambiguous).toBe(false);
    expect(when.read()).toMatchObject({ when: { pastMidnight: false } });
  });

  it('belongs to yesterday while yesterday has not ended', () => {
    const when = new WhenDraft(appOn('2026-11-24', '2026-11-23'), null, null);
    when.other = true;
    when.time = '0:40';
    expect(when.elsewhere).toBeNull();
    expect(when.read()).toMatchObject({ when: { localDate: '2026-11-23', pastMidnight: true } });
  });

  it('has nothing to ask at other hours', () => {
    const when = new WhenDraft(appOn(), null, '2026-11-21');
    when.time = '4:00';
    expect(when.ambiguous).toBe(false);
  });
});

describe('a stored record', () => {
  it('stays where it is while nothing was changed, to the last bit', () => {
    const stored = painEntry({ localDate: '2026-11-20', localTime: '01:10', pastMidnight: true });
    const when = new WhenDraft(appOn(), stored, null);
    expect(when.read()).toEqual({ ok: true, when: null });
    when.choose('2026-11-19');
    expect(when.read()).toMatchObject({
      when: { localDate: '2026-11-19', localTime: '01:10', pastMidnight: true },
    });
  });
});
