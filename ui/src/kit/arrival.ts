// What happens when the screen changes: where the focus goes, and who is told that the new screen is complete.

let awaited = false;
let told: () => void = () => undefined;

/** The next heading that appears is to have the focus. */
export function expectFocus() {
  awaited = true;
}

/** Gives the focus to a heading that has just appeared, if one is awaited, so that it is read out. */
export function takeFocus(heading: HTMLElement) {
  if (!awaited) return;
  awaited = false;
  heading.focus({ preventScroll: true });
}

/** Names who is told when a screen shows everything it has to show. */
export function onScreenComplete(tell: () => void) {
  told = tell;
}

/** Says that the screen is complete. */
export function screenComplete() {
  told();
}
