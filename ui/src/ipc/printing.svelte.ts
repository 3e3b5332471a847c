// A file that is being made for printing: how far it is, how to stop it, and where it went.
import { commands, events, type ErrorCode, type PrintOutcomeView, type PrintStepView } from './bindings';
import { ask, type Answer } from './ask';
import { adviceFor } from './errors';
import { t } from './words';

/** Numbers of jobs; each is asked for once while the window is open. */
let jobs = 0;

/** One place on a screen from which pages are saved. It has the words for all that can come of it. */
export class Printing {
  busy = $state(false);
  #step = $state.raw<PrintStepView | null>(null);
  #outcome = $state.raw<PrintOutcomeView | null>(null);
  #failed = $state.raw<ErrorCode | null>(null);
  #job = 0;

  readonly words: { save: string; stop: string; failed: string };

  /** `save` says what the button saves, where that is more than the page it is on. */
  constructor(save = t('print-save')) {
    this.words = { save, stop: t('print-stop'), failed: t('print-failed') };
  }

  /** How far it is; null while nothing is being made. */
  get progress(): string | null {
    if (!this.busy) return null;
    return t(this.#step === 'writing' ? 'print-step-writing' : 'print-step-setting');
  }

  /** What came of the last job. */
  get said(): string | null {
    const outcome = this.#outcome;
    if (outcome === null) return null;
    if (outcome.kind === 'stopped') return t('print-stopped');
    const saved = t('print-saved', { pages: outcome.pages, path: outcome.path });
    return outcome.leftOut > 0 ? `${saved} ${t('print-left-out-said', { count: outcome.leftOut })}` : saved;
  }

  /** Why the last job failed and what to do. */
  get trouble(): string | null {
    return this.#failed && adviceFor(this.#failed);
  }

  /** Makes a file; one at a time from one place. */
  async run(make: (job: number) => Promise<Answer<PrintOutcomeView>>): Promise<void> {
    if (this.busy) return;
    jobs += 1;
    const job = jobs;
    this.#job = job;
    this.busy = true;
    this.#step = null;
    this.#outcome = null;
    this.#failed = null;
    const listening = events.printProgress.listen(({ payload }) => {
      if (payload.job === this.#job) this.#step = payload.step;
    });
    // Without news of its steps a job still ends.
    listening.catch(() => undefined);
    const outcome = await ask(make(job));
    listening.then((stop) => stop()).catch(() => undefined);
    if (job !== this.#job) return;
    this.busy = false;
    this.#outcome = outcome.ok ? outcome.data : null;
    this.#failed = outcome.ok ? null : outcome.code;
  }

  /** Stops what is being made. It is over at once for the person; what was stopped in time leaves no file. */
  async stop(): Promise<void> {
    if (!this.busy) return;
    const job = this.#job;
    const outcome = await ask(commands.printStop(job));
    // Too late: it is done, and its own answer says where it is.
    if (!outcome.ok || !outcome.data || job !== this.#job || !this.busy) return;
    this.#job = 0;
    this.busy = false;
    this.#outcome = { kind: 'stopped' };
  }
}
