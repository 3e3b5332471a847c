// The window's end of the player: it looks at the clock of the core several times a second and shows what comes back.
import {
  ask,
  commands,
  type ErrorCode,
  type PlayRequest,
  type PlayerInput,
  type PlayerView,
} from '../../ipc';
import { cues } from './cues.svelte';

/** Often enough for a countdown that nobody sees jump. */
const LOOK_MS = 200;

/** The routine that is on. Nothing here decides what happens next. */
export class PlayerState {
  view = $state.raw<PlayerView | null>(null);
  failed = $state.raw<ErrorCode | null>(null);
  field = $state.raw<string | null>(null);
  /** Whether the screen can be kept awake. */
  awake = $state<boolean | null>(null);
  #queue: Promise<unknown> = Promise.resolve();
  #timer: ReturnType<typeof setInterval> | undefined;
  #waiting = 0;
  #lock: WakeLockSentinel | null = null;
  #gone = false;

  get running() {
    return this.view?.standing === 'running';
  }

  async open(what: PlayRequest): Promise<void> {
    const outcome = await ask(commands.playerOpen(what));
    if (outcome.ok) this.view = outcome.data;
    else {
      this.failed = outcome.code;
      this.field = outcome.field;
    }
  }

  /** One thing after the other; a look at the clock is left out while another is still on its way. */
  step(input: PlayerInput): Promise<void> {
    if (input === 'tick' && this.#waiting > 0) return Promise.resolve();
    if (input !== 'tick') cues.wake();
    this.#waiting += 1;
    const done = this.#queue.then(async () => {
      const outcome = await ask(commands.playerStep(input));
      this.#waiting -= 1;
      if (outcome.ok) this.#show(outcome.data);
      else this.failed = outcome.code;
    });
    this.#queue = done;
    return done;
  }

  /** Space: whatever the one main button says. */
  toggle(): Promise<void> {
    return this.step(this.running ? 'pause' : 'resume');
  }

  async pain(after: boolean, nrs: number | null): Promise<void> {
    const outcome = await ask(commands.playerPain(after, nrs));
    if (outcome.ok) this.view = outcome.data;
    else this.failed = outcome.code;
  }

  /** Leaves the screen; what was done is kept. */
  async close(): Promise<void> {
    this.#gone = true;
    clearInterval(this.#timer);
    cues.hush();
    this.#sleep();
    const id = this.view?.id;
    if (id !== undefined) await commands.playerClose(id).catch(() => undefined);
  }

  #show(view: PlayerView) {
    this.view = view;
    for (const cue of view.cues) cues.give(cue, view.name);
    const running = view.standing === 'running' && !this.#gone;
    if (running && this.#timer === undefined) {
      this.#timer = setInterval(() => void this.step('tick'), LOOK_MS);
      void this.#wake();
    } else if (!running && this.#timer !== undefined) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      this.#sleep();
    }
  }

  /** Keeps the screen on while it runs. Where that cannot be, the screen says so. */
  async #wake(): Promise<void> {
    try {
      this.#lock = await navigator.wakeLock.request('screen');
      this.awake = true;
      if (!this.running || this.#gone) this.#sleep();
    } catch {
      this.awake = false;
    }
  }

  #sleep() {
    this.#lock?.release().catch(() => undefined);
    this.#lock = null;
  }
}

/** What a key asks for; null when it is none of the player's. */
export function inputOf(key: string, view: PlayerView): PlayerInput | 'toggle' | null {
  if (view.standing === 'over') return null;
  switch (key.toLowerCase()) {
    case ' ':
      return view.phase === 'open' && view.standing === 'running' ? 'skip' : 'toggle';
    case 'arrowright':
      return 'skip';
    case 'arrowleft':
      return 'back';
    case 'e':
      return view.easier === null ? null : 'easier';
    case 'h':
      return view.harder === null ? null : 'harder';
    case 'x':
      return view.begun || view.standing === 'running' ? 'hurts' : null;
    default:
      return null;
  }
}
