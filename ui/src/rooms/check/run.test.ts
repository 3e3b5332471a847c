// A check as it goes: going back loses nothing, the diary only suggests, and a result is kept once.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  commands,
  type CheckRequest,
  type CheckResultView,
  type CheckStepView,
  type CheckView,
  type CheckQuestionView,
} from '../../ipc';
import type { Answer } from './answers';
import { CheckRun } from './run.svelte';
import { ticksIn } from './ticks';

const YES: Answer = { kind: 'yes' };
const NO: Answer = { kind: 'no' };
const rules = { id: 'check', version: 3 };
const ok = <T>(data: T) => Promise.resolve({ status: 'ok' as const, data });
const refused = () =>
  Promise.resolve({ status: 'error' as const, error: { code: 'storage' as const, field: null } });

/** Three questions of yes and no; a yes to the first is an emergency; a yes to the second leaves out the third. */
function engine(input: CheckRequest): CheckStepView {
  const said = (id: string) => input.answers.find((one) => one.question === id)?.answer.kind;
  const way = said('two') === 'yes' ? ['one', 'two'] : ['one', 'two', 'three'];
  const open = way.find((id) => said(id) === undefined);
  if (open === undefined || said('one') === 'yes')
    return {
      kind: 'result',
      view: { level: said('one') === 'yes' ? 'emergency' : 'self_care' } as CheckResultView,
    };
  const suggested = open === 'one' && input.ticks.includes('saddle_area') ? YES : null;
  const view = { id: open, suggested, rules, asked: way.indexOf(open) + 1, about: way.length };
  return { kind: 'question', view: view as CheckQuestionView };
}

const step = () => vi.spyOn(commands, 'checksStep');
let asked: ReturnType<typeof step>;
let saved: ReturnType<typeof save>;
const save = () => vi.spyOn(commands, 'checksSave');

beforeEach(() => {
  asked = step().mockImplementation((input) => ok(engine(input)));
  saved = save().mockImplementation(() => ok({ id: `kept-${saved.mock.calls.length}` } as CheckView));
  vi.spyOn(commands, 'checksPrefill').mockImplementation(() => ok([]));
});
afterEach(() => vi.restoreAllMocks());

async function begun(): Promise<CheckRun> {
  const run = new CheckRun('full');
  await run.start();
  return run;
}

describe('going back', () => {
  it('keeps later answers and asks for each of them again', async () => {
    const run = await begun();
    await run.answer(NO);
    await run.answer(NO);
    await run.back();
    await run.back();
    expect(run.question?.id).toBe('one');
    expect(run.before).toEqual({ answer: NO, brought: false });
    await run.answer(NO);
    expect(run.question?.id).toBe('two');
    expect(run.before.answer).toEqual(NO);
  });

  it('leaves out what is no longer asked, and has it again when it is', async () => {
    const run = await begun();
    for (const answer of [NO, NO, YES]) await run.answer(answer);
    expect(run.result?.level).toBe('self_care');
    await run.back();
    await run.back();
    await run.answer(YES);
    expect(run.result).not.toBeNull();
    expect(asked.mock.lastCall?.[0].answers.map((one) => one.question)).toEqual(['one', 'two']);
    await run.back();
    await run.answer(NO);
    expect(run.question?.id).toBe('three');
    expect(run.before.answer).toEqual(YES);
  });

  it('stops at the first question', async () => {
    const run = await begun();
    await run.back();
    expect(run.question?.id).toBe('one');
  });
});

describe('an answer', () => {
  it('ends the check at once when it is an emergency', async () => {
    const run = await begun();
    await run.answer(YES);
    expect(run.result?.level).toBe('emergency');
    expect(run.unfinished).toBe(false);
  });

  it('is heard once, however often it is given while the next question is on its way', async () => {
    const run = await begun();
    await Promise.all([run.answer(NO), run.answer(YES), run.answer(NO)]);
    expect(run.trail).toEqual(['one']);
    expect(run.question?.id).toBe('two');
  });

  it('that could not be sent leaves everything where it was, to be tried again', async () => {
    const run = await begun();
    await run.answer(NO);
    asked.mockImplementation(refused);
    await run.answer(YES);
    expect(run.failed).toBe('storage');
    expect(run.question?.id).toBe('two');
    asked.mockImplementation((input) => ok(engine(input)));
    await run.again();
    expect(run.failed).toBeNull();
    expect(run.result?.level).toBe('self_care');
  });

  it('goes with the rules it was given to', async () => {
    const run = await begun();
    expect(asked.mock.lastCall?.[0].rules).toBeNull();
    await run.answer(NO);
    expect(asked.mock.lastCall?.[0].rules).toEqual(rules);
  });
});

describe('what the diary says', () => {
  it('is suggested and decides nothing by itself', async () => {
    const run = await begun();
    await run.bring(['saddle_area']);
    expect(run.question?.id).toBe('one');
    expect(run.before).toEqual({ answer: YES, brought: true });
    expect(run.unfinished).toBe(false);
    await run.answer(NO);
    await run.back();
    expect(run.before).toEqual({ answer: NO, brought: false });
  });

  it('starts the questions from the first one and keeps what was answered', async () => {
    const run = await begun();
    await run.answer(NO);
    await run.answer(NO);
    await run.bring(['both_legs']);
    expect(run.question?.id).toBe('one');
    expect(run.before.answer).toEqual(NO);
  });

  it('is taken from an address only as far as it is known', () => {
    expect(ticksIn(['saddle_area', 'nonsense', 'toString', 'both_legs'])).toEqual([
      'saddle_area',
      'both_legs',
    ]);
  });
});

describe('a result', () => {
  it('is kept once for the same answers, and anew for others', async () => {
    const run = await begun();
    for (const answer of [NO, NO, NO]) await run.answer(answer);
    expect(await run.keep()).toBe(true);
    expect(await run.keep()).toBe(false);
    await run.back();
    expect(run.kept).toBeNull();
    await run.answer(NO);
    expect(await run.keep()).toBe(false);
    expect(run.kept?.id).toBe('kept-1');
    await run.back();
    await run.answer(YES);
    expect(await run.keep()).toBe(true);
    expect(run.kept?.id).toBe('kept-2');
    expect(saved).toHaveBeenCalledTimes(2);
  });

  it('that was taken back is not kept again by itself', async () => {
    const run = await begun();
    await run.answer(YES);
    await run.keep();
    run.takenBack('kept-1');
    expect(run.kept).toBeNull();
    expect(await run.keep()).toBe(false);
  });

  it('that could not be kept is still shown, and says so', async () => {
    const run = await begun();
    saved.mockImplementation(refused);
    await run.answer(YES);
    expect(await run.keep()).toBe(false);
    expect(run.keepFailed).toBe('storage');
    expect(run.result?.level).toBe('emergency');
  });

  it('is gone when the check begins anew', async () => {
    const run = await begun();
    await run.answer(YES);
    await run.start();
    expect(run.question?.id).toBe('one');
    expect(run.before.answer).toBeNull();
  });
});
