// A check as it is being answered: what was answered, how far it got, and what came of it.
import { SvelteMap } from 'svelte/reactivity';
import {
  ask,
  commands,
  type CheckRepliedView,
  type CheckAnswerView,
  type CheckRequest,
  type CheckStepView,
  type CheckView,
  type ErrorCode,
  type CheckRulesView,
  type CheckScopeView,
} from '../../ipc';
import type { Answer } from './answers';

/** Kept in memory only and for as long as the window is open: nobody's answers lie in a file before there is a result. */
export class CheckRun {
  readonly scope: CheckScopeView;
  step = $state.raw<CheckStepView | null>(null);
  failed = $state.raw<ErrorCode | null>(null);
  busy = $state(false);
  /** The questions answered in this pass, in the order they were asked. */
  trail = $state.raw<readonly string[]>([]);
  /** Whether anything was answered. */
  begun = $state(false);
  keepFailed = $state.raw<ErrorCode | null>(null);
  overruled = $state.raw<readonly string[]>([]);
  /** Every answer there is, also to questions that are not reached again yet after going back. */
  readonly #answers = new SvelteMap<string, Answer>();
  #ticks: readonly CheckAnswerView[] = [];
  #rules: CheckRulesView | null = null;
  /** What was kept last and for which answers, so that coming to a result twice keeps it once; null = taken back. */
  #kept = $state.raw<{ answers: string; check: CheckView | null } | null>(null);
  #turn = 0;

  constructor(scope: CheckScopeView) {
    this.scope = scope;
  }

  get question() {
    return this.step?.kind === 'question' ? this.step.view : null;
  }

  get result() {
    return this.step?.kind === 'result' ? this.step.view : null;
  }

  /** The result on the screen as the diary holds it. */
  get kept(): CheckView | null {
    const there = this.result !== null && this.#kept?.answers === JSON.stringify(this.#given);
    return there ? (this.#kept?.check ?? null) : null;
  }

  /** Answers were given, and there is no result yet. */
  get unfinished() {
    return this.begun && this.result === null;
  }

  /** What was answered to the question on the screen, here or, to be confirmed, in the diary. */
  get before(): { answer: Answer | null; brought: boolean } {
    const question = this.question;
    if (question === null) return { answer: null, brought: false };
    const answer = this.#answers.get(question.id) ?? null;
    if (answer !== null) return { answer, brought: false };
    return { answer: question.suggested, brought: question.suggested !== null };
  }

  /** The answers of this pass, and nothing that was left behind on another way. */
  get #given(): CheckRepliedView[] {
    return answered(this.trail, this.#answers);
  }

  /** What was asked to come to the result on the screen, for those who cannot keep it. */
  get asked(): CheckRequest {
    return this.#request(this.#given);
  }

  /** Begins anew, with nothing but what the diary says. */
  async start(ticks: readonly CheckAnswerView[] = []): Promise<void> {
    this.#answers.clear();
    this.#rules = null;
    this.begun = false;
    this.overruled = [];
    this.#kept = null;
    await this.bring(ticks);
  }

  /** Goes through the questions from the first one, with what the diary says and everything that was answered. */
  async bring(ticks: readonly CheckAnswerView[]): Promise<void> {
    const noted = await ask(commands.checksPrefill());
    // Without the diary the questions are asked all the same.
    const said = noted.ok ? noted.data : [];
    this.#ticks = [...ticks, ...said.filter((one) => !ticks.includes(one))];
    await this.#go([]);
  }

  /** Shows what was shown last; the first question when nothing was. */
  async resume(): Promise<void> {
    if (this.step === null) await this.bring([]);
  }

  /** Answers the question on the screen. While the next one is on its way nothing more is heard. */
  async answer(answer: Answer): Promise<void> {
    const question = this.question;
    if (this.busy || question === null) return;
    this.#answers.set(question.id, answer);
    this.#rules = question.rules;
    this.begun = true;
    await this.#go([...this.trail, question.id]);
  }

  /** Back to the question before; what was answered after it is kept. */
  async back(): Promise<void> {
    if (!this.busy && this.trail.length > 0) await this.#go(this.trail.slice(0, -1));
  }

  /** Tries again what failed. */
  async again(): Promise<void> {
    await this.#go(this.#wanted);
  }

  /** Keeps a result in the diary, once for the same answers. Returns whether it is new there. */
  async keep(): Promise<boolean> {
    const answers = JSON.stringify(this.#given);
    if (this.result === null || this.#kept?.answers === answers) return false;
    const outcome = await ask(commands.checksSave(this.#request(this.#given)));
    if (outcome.ok) this.#kept = { answers, check: outcome.data };
    this.keepFailed = outcome.ok ? null : outcome.code;
    return outcome.ok;
  }

  /** Notes that the kept result was taken out of the diary; it is not kept again by itself. */
  takenBack(id: string) {
    if (this.#kept?.check?.id === id) this.#kept = { ...this.#kept, check: null };
  }

  /** Says which patterns do not fit, and shows what that leads to; returns why it could not be kept. */
  async overrule(patterns: readonly string[]): Promise<ErrorCode | null> {
    if (this.kept !== null && this.#kept !== null) {
      const outcome = await ask(commands.checksOverrule(this.kept.id, [...patterns]));
      if (!outcome.ok) return outcome.code;
      this.#kept = { ...this.#kept, check: outcome.data };
    }
    this.overruled = patterns;
    await this.#go(this.trail);
    return this.failed;
  }

  #wanted: readonly string[] = [];

  /** Asks what comes after these answers; only an answer of the back end moves the person on. */
  async #go(trail: readonly string[]): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.#wanted = trail;
    this.busy = true;
    const request = this.#request(answered(trail, this.#answers));
    const outcome = await ask(commands.checksStep(request));
    if (turn !== this.#turn) return;
    this.busy = false;
    this.failed = outcome.ok ? null : outcome.code;
    if (!outcome.ok) return;
    if (outcome.data.kind === 'question') {
      this.overruled = [];
      this.keepFailed = null;
    }
    this.trail = trail;
    this.step = outcome.data;
  }

  #request(answers: CheckRepliedView[]): CheckRequest {
    return {
      scope: this.scope,
      answers,
      show: null,
      ticks: [...this.#ticks],
      overruled: [...this.overruled],
      rules: this.#rules,
    };
  }
}

function answered(trail: readonly string[], answers: ReadonlyMap<string, Answer>): CheckRepliedView[] {
  return trail.flatMap((question) => {
    const answer = answers.get(question);
    return answer === undefined ? [] : [{ question, answer }];
  });
}

/** The two checks of this window: the whole one, and the short one on the body's functions. */
export const runs = { full: new CheckRun('full'), short: new CheckRun('short') };
