// The short messages at the foot of the window, and the one thing that can be taken back.

/** Where a message leads on to. */
export type Onward = { label: string; href: string };

/** A message, how to take back what it reports, and where it leads on to. */
export type Toast = {
  id: number;
  text: string;
  undo?: (() => Promise<void> | void) | undefined;
  onward?: Onward | undefined;
};

/** Long enough to read twice and to reach for the button. */
const SHOWN_MS = 12_000;

/** At most one message at a time: a second one replaces the first, as the newest is the one that matters. */
export class Toasts {
  current = $state.raw<Toast | null>(null);
  #last: Toast | null = null;
  #ids = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Whether there is something to take back here. */
  get undoable() {
    return this.#last !== null;
  }

  /** Shows a message; with `undo` it can be taken back, also after it has left. */
  show(text: string, undo?: () => Promise<void> | void, onward?: Onward) {
    this.#ids += 1;
    const toast = { id: this.#ids, text, undo, onward };
    this.current = toast;
    this.#last = undo ? toast : null;
    this.resume();
  }

  /** Takes back the last thing, once. */
  async undo(): Promise<void> {
    const toast = this.#last;
    if (!toast?.undo) return;
    this.#last = null;
    if (this.current?.id === toast.id) this.dismiss();
    await toast.undo();
  }

  /** Removes the message; what it reports can still be taken back with the keyboard. */
  dismiss() {
    clearTimeout(this.#timer);
    this.current = null;
  }

  /** Keeps the message while the person is at it. */
  hold() {
    clearTimeout(this.#timer);
  }

  /** Lets the message leave in its own time. */
  resume() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.dismiss(), SHOWN_MS);
  }
}

export const toasts = new Toasts();
