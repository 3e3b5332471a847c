// Something read from the back end for a screen: not here yet, here, or refused with a code.
import type { ErrorCode } from './bindings';
import { ask, type Answer } from './ask';

/** One reading, which can be done again; what was read stays in sight meanwhile. */
export class Reading<T> {
  data = $state.raw<T | null>(null);
  failed = $state.raw<ErrorCode | null>(null);
  readonly #read: () => Promise<Answer<T>>;
  #turn = 0;
  #given = false;

  constructor(read: () => Promise<Answer<T>>) {
    this.#read = read;
  }

  /** Nothing to show yet, and nothing to say either. */
  get waiting() {
    return this.data === null && this.failed === null;
  }

  /** Takes what came by another way, for the screen that arrives next. */
  give(data: T) {
    this.#turn += 1;
    this.#given = true;
    this.data = data;
    this.failed = null;
  }

  /** Reads for a screen that is there now; what was given serves once. */
  async arrive(): Promise<void> {
    const given = this.#given;
    this.#given = false;
    if (!given) await this.load();
  }

  /** Reads anew. An answer that a later reading has overtaken is dropped. */
  async load(): Promise<void> {
    this.#given = false;
    this.#turn += 1;
    const turn = this.#turn;
    const outcome = await ask(this.#read());
    if (turn !== this.#turn) return;
    if (outcome.ok) {
      this.data = outcome.data;
      this.failed = null;
    } else {
      this.failed = outcome.code;
    }
  }
}
