// The full entry and the walk: nothing that was written is lost, and what is wrong stands at its field.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { commands } from '../../ipc';
import { Drafts } from './drafts.svelte';
import { EntryDraft } from './entry.svelte';
import { appOn, painEntry, walkOf } from './testing';
import { WalkDraft } from './walk.svelte';

afterEach(() => vi.restoreAllMocks());

const refused = (field: string | null, code: 'invalid' | 'full' = 'invalid') =>
  Promise.resolve({ status: 'error' as const, error: { code, field } });

describe('a form that was left', () => {
  it('is there again, with everything in it, and an empty one is not kept', () => {
    const drafts = new Drafts();
    const app = appOn();
    const untouched = drafts.newEntry(app);
    expect(drafts.newEntry(app)).not.toBe(untouched);
    const begun = drafts.newEntry(app);
    begun.note = 'after the stairs';
    begun.toggle('low_back_left');
    expect(drafts.newEntry(app)).toBe(begun);
    drafts.forget(begun);
    expect(drafts.newEntry(app).note).toBe('');
  });

  it('is kept for each stored entry apart, and only while it says something new', () => {
    const drafts = new Drafts();
    const app = appOn();
    const one = drafts.entry(app, painEntry());
    one.nrs = 2;
    expect(drafts.entry(app, painEntry({ nrs: 8 }))).toBe(one);
    expect(drafts.entry(app, painEntry({ id: 'b', nrs: 8 })).nrs).toBe(8);
    one.nrs = 6;
    expect(drafts.entry(app, painEntry({ nrs: 8 })).nrs).toBe(8);
  });

  it('writes for the day that was chosen, until the person goes back to today', () => {
    const drafts = new Drafts();
    drafts.writingFor = '2026-11-21';
    expect(drafts.newEntry(appOn()).when.elsewhere).toBe('2026-11-21');
    expect(drafts.newWalk(appOn()).when.elsewhere).toBe('2026-11-21');
    const walk = drafts.newWalk(appOn());
    walk.when.backToNow();
    expect(walk.dirty).toBe(false);
    walk.minutes = '20';
    expect(walk.dirty).toBe(true);
    drafts.writingFor = null;
    expect(drafts.newEntry(appOn()).when.elsewhere).toBeNull();
  });
});

describe('an entry that is refused', () => {
  it.each([
    ['localDate', 'localDate'],
    ['localTime', 'localTime'],
    ['nrs', 'nrs'],
    ['note', 'note'],
    ['regions', 'regions'],
  ])('says so at %s and keeps what was written', async (field, at) => {
    vi.spyOn(commands, 'diaryAdd').mockReturnValue(refused(field));
    const draft = new EntryDraft(appOn(), null);
    draft.note = 'kept';
    draft.rate('saddle', 3);
    expect(await draft.save()).toBeNull();
    expect(Object.keys(draft.faults)).toEqual([at]);
    expect(draft.failed).toBeNull();
    expect([draft.note, draft.regionNrs('saddle')]).toEqual(['kept', 3]);
  });

  it('for a reason that no field has says that reason', async () => {
    vi.spyOn(commands, 'diaryAdd').mockReturnValue(refused(null, 'full'));
    const draft = new EntryDraft(appOn(), null);
    draft.nrs = 4;
    await draft.save();
    expect(draft.failed).toBe('full');
    expect(draft.dirty).toBe(true);
  });

  it('before it is sent when the note is too long, counted in letters and not in halves of them', async () => {
    const add = vi.spyOn(commands, 'diaryAdd').mockReturnValue(refused('note'));
    const draft = new EntryDraft(appOn(), null);
    draft.note = '🙂'.repeat(4001);
    await draft.save();
    expect(add).not.toHaveBeenCalled();
    expect(draft.faults.note).toContain('4,001');
    draft.note = '🙂'.repeat(4000);
    await draft.save();
    expect(add).toHaveBeenCalledOnce();
  });
});

describe('places on the body', () => {
  it('are chosen and let go, each with a number of its own or none', () => {
    const draft = new EntryDraft(appOn(), null);
    draft.toggle('knee_left');
    expect(draft.regionNrs('knee_left')).toBeNull();
    draft.rate('knee_left', 7);
    draft.rate('neck', 2);
    expect(draft.regions).toEqual([
      { region: 'knee_left', nrs: 7 },
      { region: 'neck', nrs: 2 },
    ]);
    draft.toggle('knee_left');
    expect(draft.has('knee_left')).toBe(false);
  });
});

describe('a walk', () => {
  const walk = () => new WalkDraft(appOn(), null);

  it('needs its minutes and says so at their field', async () => {
    const draft = walk();
    draft.distance = '1,2 mi';
    await draft.save();
    expect(Object.keys(draft.faults)).toEqual(['durationMin']);
    draft.minutes = 'a while';
    await draft.save();
    expect(Object.keys(draft.faults)).toEqual(['durationMin']);
    expect([draft.minutes, draft.distance]).toEqual(['a while', '1,2 mi']);
  });

  it('sends the distance as it was typed and the rest as numbers', async () => {
    const add = vi.spyOn(commands, 'walksAdd').mockReturnValue(refused('distance'));
    const draft = walk();
    draft.minutes = '20';
    draft.distance = '1,2 mi';
    draft.began = 'after';
    draft.onset = '14';
    await draft.save();
    expect(add.mock.calls[0]?.[0]).toMatchObject({
      durationMin: 20,
      distance: '1,2 mi',
      onset: { after: 14 },
      settleMin: null,
    });
    expect(draft.faults.distance).toBeDefined();
  });

  it('without pain says nothing of stopping and easing, whatever was chosen before', async () => {
    const add = vi.spyOn(commands, 'walksAdd').mockReturnValue(refused(null, 'full'));
    const draft = walk();
    draft.minutes = '20';
    draft.ease(['sitting']);
    draft.stopped = true;
    draft.settle = '5';
    draft.began = 'never';
    await draft.save();
    expect(add.mock.calls[0]?.[0]).toMatchObject({
      onset: 'never',
      easedBy: [],
      stopped: null,
      settleMin: null,
    });
  });

  it('lets "nothing" stand alone', () => {
    const draft = walk();
    draft.ease(['sitting', 'lying']);
    draft.ease(['sitting', 'lying', 'nothing']);
    expect(draft.easedBy).toEqual(['nothing']);
    draft.ease(['nothing', 'lying']);
    expect(draft.easedBy).toEqual(['lying']);
  });

  it('is filled with the last one: its way, not its pain nor its note', () => {
    const draft = walk();
    draft.before = 5;
    draft.sameAs(
      walkOf(25, { distanceM: 1200, surface: 'sand', onset: { after: 9 }, painAfter: 8, note: 'hot' }),
    );
    expect([draft.minutes, draft.distance, draft.surface]).toEqual(['25', '1.2 km', 'sand']);
    expect([draft.began, draft.onset, draft.before, draft.after, draft.note]).toEqual([
      null,
      '',
      5,
      null,
      '',
    ]);
  });

  it.each([
    [800, '800 m'],
    [1931, '1931 m'],
    [2000, '2 km'],
    [12340, '12.34 km'],
  ])('of %d metres is shown so that saving it again keeps each of them', (metres, typed) => {
    expect(new WalkDraft(appOn(), walkOf(20, { distanceM: metres })).distance).toBe(typed);
  });
});
