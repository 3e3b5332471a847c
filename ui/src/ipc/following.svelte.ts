// Long work with the file of the diary: what it is at, how far it is, and how to stop it.
import { commands, events, type CopyStepView } from './bindings';
import { t } from './words';

/** In whole and tenths of megabytes. */
function megabytes(kb: number): number {
  return Math.round(kb / 102.4) / 10;
}

/** One place on a screen from which such work is begun; the program does one at a time. */
export class Following {
  working = $state(false);
  #step = $state.raw<CopyStepView | null>(null);
  #done = $state(0);
  #all = $state<number | null>(null);

  /** Whether it can be stopped; what is being put in its place is not. */
  get stoppable(): boolean {
    return this.working && this.#step !== null && this.#step !== 'placing';
  }

  /** What it is at, in words; empty while nothing is known. */
  get said(): string {
    if (!this.working || this.#step === null) return '';
    if (this.#step === 'reading') {
      return t('copies-reading', { done: this.#done, all: this.#all ?? 0 });
    }
    if (this.#step === 'checking') return t('copies-checking');
    if (this.#step === 'placing') return t('copies-placing');
    if (this.#all === null) return t('copies-copying');
    return t('copies-copying-of', { done: megabytes(this.#done), all: megabytes(this.#all) });
  }

  async run<T>(call: () => Promise<T>): Promise<T> {
    this.working = true;
    this.#step = null;
    this.#done = 0;
    this.#all = null;
    const listening = events.copyProgress.listen(({ payload }) => {
      this.#step = payload.step;
      this.#done = payload.done;
      this.#all = payload.all;
    });
    // Without news of its steps it still ends.
    listening.catch(() => undefined);
    try {
      return await call();
    } finally {
      listening.then((stop) => stop()).catch(() => undefined);
      this.working = false;
    }
  }

  async stop(): Promise<void> {
    await commands.backupsStop().catch(() => undefined);
  }
}
