// Leaving a form: back to where the person came from, or to a given screen when there is no way back.

let steps = 0;

/** Counts the screens seen in this window, so that a form knows whether there is one behind it. */
export function stepTaken() {
  steps += 1;
}

/** Leaves the screen. */
export function leave(otherwise: string) {
  if (steps > 0) {
    steps -= 2;
    window.history.back();
  } else {
    window.location.hash = otherwise;
  }
}
