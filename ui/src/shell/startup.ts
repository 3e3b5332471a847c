// The first seconds: what is asked before anything is drawn, and the sign that the first screen is complete.

/** Marks the first screen as filled, once; tests and the bench wait for it. */
export function screenFilled() {
  const root = document.documentElement;
  if (root.dataset.ready === 'true') return;
  performance.mark('today-filled');
  root.dataset.ready = 'true';
}

/** Colours the page as the person chose; without a choice the system decides. */
export function showTheme(theme: 'system' | 'light' | 'dark') {
  const root = document.documentElement;
  if (theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = theme;
}
