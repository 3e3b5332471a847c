// What tests of the diary share: records that say nothing yet, and a clock that stands still.
import { AppState, stateWithoutAnswer, type PainEntryView, type WalkView } from '../../ipc';

/** Monday 23 November 2026, a quarter past nine, unless said otherwise. */
export function appOn(today = '2026-11-23', diaryDate = today): AppState {
  return new AppState({
    ...stateWithoutAnswer(),
    store: { kind: 'ok', found: null, known: null, file: null },
    today,
    diaryDate,
    minuteOfDay: 555,
  });
}

export function painEntry(more: Partial<PainEntryView> = {}): PainEntryView {
  return {
    id: 'a',
    localDate: '2026-11-23',
    localTime: '09:12',
    partOfDay: null,
    pastMidnight: false,
    recordedAtMs: 0,
    editedTimes: 0,
    lastStep: 1,
    deleted: false,
    frame: 'now',
    nrs: 6,
    regions: [],
    qualities: [],
    legLeft: null,
    legRight: null,
    note: null,
    check: [],
    ...more,
  };
}

export function walkOf(minutes: number, more: Partial<WalkView> = {}): WalkView {
  return {
    id: 'w',
    localDate: '2026-11-22',
    localTime: '10:00',
    partOfDay: null,
    pastMidnight: false,
    recordedAtMs: 0,
    editedTimes: 0,
    lastStep: 1,
    deleted: false,
    durationMin: minutes,
    distanceM: null,
    onset: null,
    stopped: null,
    easedBy: [],
    settleMin: null,
    surface: null,
    slope: null,
    carried: null,
    aid: null,
    footwearId: null,
    painBefore: null,
    painPeak: null,
    painAfter: null,
    note: null,
    ...more,
  };
}
