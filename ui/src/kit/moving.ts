// Where a moving drawing is at a moment, and how its paths look there.

/** The paths of every piece at every step; so many steps lead from one rest to the next. */
export type Moving = { steps: string[][]; stepsEach: number; round: boolean };

/** How long it moves from one rest to the next, and how long it rests. */
const PACE = { moveMs: 1500, restMs: 900 };

/** The steps at which it rests, in the order of one whole turn: there and back, or round and round. */
export function rests({ steps, stepsEach, round }: Moving): number[] {
  const last = (steps.length - 1) / stepsEach;
  const there = Array.from({ length: last + 1 }, (_, index) => index * stepsEach);
  return round ? there.slice(0, -1) : [...there, ...there.slice(1, -1).reverse()];
}

/** The step it has reached after so long, with its fraction. It starts and stops gently. */
export function reached(moving: Moving, afterMs: number): number {
  const order = rests(moving);
  if (order.length < 2) return 0;
  const each = PACE.moveMs + PACE.restMs;
  const into = afterMs % (each * order.length);
  const leg = Math.floor(into / each);
  const part = Math.max(0, into - leg * each - PACE.restMs) / PACE.moveMs;
  const from = order[leg] ?? 0;
  // A round movement goes on from its last rest over the steps behind it, which end at its first.
  const to =
    leg + 1 < order.length ? (order[leg + 1] ?? 0) : moving.round ? from + moving.stepsEach : (order[0] ?? 0);
  return from + (to - from) * (0.5 - Math.cos(Math.PI * part) / 2);
}

const NUMBER = /-?\d+(?:\.\d+)?/g;

/** A path taken apart: the letters between its numbers, and the numbers. */
type Parts = { letters: string[]; numbers: Float64Array };

function apart(path: string): Parts {
  const numbers = path.match(NUMBER)?.map(Number) ?? [];
  return { letters: path.split(NUMBER), numbers: Float64Array.from(numbers) };
}

/** Draws the paths between two steps. Paths are taken apart once, the first time they are needed. */
export class Between {
  readonly #moving: Moving;
  readonly #apart: (Parts[] | undefined)[] = [];

  constructor(moving: Moving) {
    this.#moving = moving;
  }

  #step(index: number): Parts[] {
    return (this.#apart[index] ??= (this.#moving.steps[index] ?? []).map(apart));
  }

  /** Every path at a step with a fraction. */
  paths(step: number): string[] {
    const last = this.#moving.steps.length - 1;
    const at = Math.min(Math.max(step, 0), last);
    const before = Math.floor(at);
    const part = at - before;
    if (part === 0) return this.#moving.steps[before] ?? [];
    const [from, to] = [this.#step(before), this.#step(before + 1)];
    return from.map((one, piece) => mixed(one, to[piece] ?? one, part));
  }
}

function mixed(from: Parts, to: Parts, part: number): string {
  // Two drawings of the same piece have the same letters; if ever they do not, the first stands still.
  if (from.numbers.length !== to.numbers.length) to = from;
  let path = from.letters[0] ?? '';
  for (let index = 0; index < from.numbers.length; index++) {
    const [a, b] = [from.numbers[index] ?? 0, to.numbers[index] ?? 0];
    path += Math.round((a + (b - a) * part) * 10) / 10 + (from.letters[index + 1] ?? '');
  }
  return path;
}
