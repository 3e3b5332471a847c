// One Tab stop for a row of buttons: the arrow keys move inside it, Tab leaves it.

const STEP: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** Which button a key leads to, or null when the key does not move; the ends do not wrap. */
export function destination(key: string, at: number, count: number): number | null {
  if (at < 0 || count === 0) return null;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const step = STEP[key];
  return step === undefined ? null : Math.min(count - 1, Math.max(0, at + step));
}

/** Makes the buttons of an element one Tab stop, at the pressed one, else at the one that had the focus last. */
export function roving(host: HTMLElement) {
  const buttons = () => [...host.querySelectorAll<HTMLButtonElement>('button:not(:disabled)')];

  function settle(wanted?: Element | null) {
    const all = buttons();
    const stop =
      all.find((one) => one === wanted) ??
      all.find((one) => one.getAttribute('aria-pressed') === 'true') ??
      all.find((one) => one.tabIndex === 0) ??
      all[0];
    for (const one of all) one.tabIndex = one === stop ? 0 : -1;
  }

  function onkeydown(event: KeyboardEvent) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const all = buttons();
    const to = destination(
      event.key,
      all.findIndex((one) => one === document.activeElement),
      all.length,
    );
    if (to === null) return;
    event.preventDefault();
    all[to]?.focus();
  }

  const onfocusin = (event: FocusEvent) => settle(event.target as Element);
  // Coming back by Tab finds what is chosen.
  const onfocusout = () => settle();
  const watch = new MutationObserver(() =>
    settle(host.contains(document.activeElement) ? document.activeElement : null),
  );
  for (const button of buttons()) button.tabIndex = -1;
  settle();
  host.addEventListener('keydown', onkeydown);
  host.addEventListener('focusin', onfocusin);
  host.addEventListener('focusout', onfocusout);
  watch.observe(host, { childList: true, subtree: true, attributeFilter: ['aria-pressed', 'disabled'] });
  return () => {
    watch.disconnect();
    host.removeEventListener('keydown', onkeydown);
    host.removeEventListener('focusin', onfocusin);
    host.removeEventListener('focusout', onfocusout);
  };
}
