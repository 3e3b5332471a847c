// What the rule form takes, refuses at its fields, and says in one sentence.
import { describe, expect, it } from 'vitest';
import { draftOf, faultsOf, formOf, PRESETS, readTimes, sentence, type Draft } from './draft';

const TODAY = '2026-11-23';

function preset(id: string): Draft {
  const found = PRESETS.find((one) => one.id === id);
  if (!found) throw new Error(id);
  return { ...found.draft };
}

function says(draft: Draft): string {
  return sentence(formOf(draft, TODAY), TODAY);
}

describe('the sentence of a reminder', () => {
  it('says when each preset comes', () => {
    expect(says(preset('diary_evening'))).toBe('At 20:00, every day.');
    expect(says(preset('desk_break'))).toBe(
      'Every 40 minutes of time at the computer, Monday to Friday, 09:00 to 17:30.',
    );
    expect(says(preset('walk'))).toBe('At 16:00, every day. Not on a day when you have walked before it.');
    expect(says(preset('routine'))).toBe(
      'At 10:00, Monday, Wednesday and Friday. Not on a day when you have done a routine before it.',
    );
  });

  it('says the other kinds', () => {
    const own = preset('own');
    expect(says({ ...own, kind: 'after', delay: '1', after: 'walk' })).toBe('One minute after a walk.');
    expect(says({ ...own, kind: 'once', date: '3 March', times: '5 pm' })).toBe(
      'Once, on 3 March 2027 at 17:00.',
    );
    expect(says({ ...own, times: '9', pace: 'days', everyDays: '3', zone: 'America/New_York' })).toBe(
      'At 09:00, every 3 days from 23 November. By the clock of America/New York.',
    );
  });
});

describe('the fields of a reminder', () => {
  it('offers presets that can be stored as they are, but for what only the person knows', () => {
    for (const { id, draft } of PRESETS) {
      const faults = Object.keys(faultsOf(draft, TODAY));
      expect(faults, id).toEqual(id === 'own' ? ['times'] : []);
    }
  });

  it('reads a list of times as people write it', () => {
    expect(readTimes('8 am and 8 pm')).toEqual(['08:00', '20:00']);
    expect(readTimes('20:00, 8, 8:00')).toEqual(['08:00', '20:00']);
    expect(readTimes('')).toBeNull();
    expect(readTimes('8, noon')).toBeNull();
  });

  it('refuses what cannot be meant, at its field', () => {
    const desk = preset('desk_break');
    const own = { ...preset('own'), times: '20:00' };
    const wrong: [Draft, string][] = [
      [{ ...own, times: '25:00' }, 'times'],
      [{ ...own, days: [false, false, false, false, false, false, false] }, 'days'],
      [{ ...own, pace: 'days', everyDays: '0' }, 'every_days'],
      [{ ...desk, work: '0' }, 'work_min'],
      [{ ...desk, work: '10000' }, 'work_min'],
      [{ ...desk, work: 'forty' }, 'work_min'],
      [{ ...desk, rest: '0' }, 'break_min'],
      [{ ...desk, hoursFrom: '9', hoursTo: '09:00' }, 'hours'],
      [{ ...own, kind: 'after', delay: '0' }, 'delay_min'],
      [{ ...own, kind: 'once', date: '31 February' }, 'date'],
      [{ ...own, kind: 'once', date: '2026-11-22' }, 'date'],
      [{ ...own, kind: 'once', date: 'tomorrow', times: '8, 9' }, 'times'],
      [{ ...own, from: '2026-12-02', until: '2026-12-01' }, 'until'],
      [{ ...own, name: 'n'.repeat(81) }, 'name'],
    ];
    for (const [draft, field] of wrong) {
      expect(Object.keys(faultsOf(draft, TODAY)), JSON.stringify(draft)).toEqual([field]);
    }
  });

  it('keeps a stored reminder as it is', () => {
    for (const { draft } of PRESETS) {
      const form = formOf({ ...draft, times: draft.times || '20:00' }, TODAY);
      expect(formOf(draftOf(form), TODAY)).toEqual(form);
    }
  });
});
