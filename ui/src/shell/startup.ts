// The first seconds: what is asked before anything is drawn, and the sign that the first screen is complete.

/** How long the first screen waits for its typeface; after that the letters of the system do. */
const FONT_WAIT_MS = 300;

/** Marks the first screen as filled, once; tests wait for the mark. */
export function screenFilled() {
  const root = document.documentElement;
  if (root.dataset.ready === 'true') return;
  root.dataset.ready = 'true';
}

/** Resolves when the typeface is there, so that nothing is set anew before a person's eyes. */
export function fontsReady(): Promise<unknown> {
  const wait = new Promise((resolve) => setTimeout(resolve, FONT_WAIT_MS));
  const there = document.fonts.load("1rem 'Atkinson Hyperlegible Next'").catch(() => undefined);
  return Promise.race([there, wait]);
}

/** Colours the page as the person chose; without a choice the system decides. */
export function showTheme(theme: 'system' | 'light' | 'dark') {
  const root = document.documentElement;
  if (theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = theme;
}
