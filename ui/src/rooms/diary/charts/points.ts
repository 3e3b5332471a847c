// The points of a picture behind one Tab stop: the arrow keys go from one to the next, and each says its words.

/** How far a key goes in a list of points; with columns, the points of a column stand below each other. */
function step(key: string, column: number): number | null {
  switch (key) {
    case 'ArrowRight':
      return column;
    case 'ArrowLeft':
      return -column;
    case 'ArrowDown':
      return 1;
    case 'ArrowUp':
      return -1;
    case 'PageDown':
      return column > 1 ? 4 * column : 10;
    case 'PageUp':
      return column > 1 ? -4 * column : -10;
    default:
      return null;
  }
}

/** Which point a key leads to, or null when it leads nowhere. The ends do not wrap. */
export function destination(key: string, at: number, count: number, column = 1): number | null {
  if (at < 0 || count === 0) return null;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const by = step(key, column);
  if (by === null) return null;
  const to = at + by;
  // Beside the first and the last column there is nothing; a jump further than the end stops there.
  if (column > 1 && Math.abs(by) === column && (to < 0 || to >= count)) return at;
  return Math.min(count - 1, Math.max(0, to));
}

type Options = {
  /** How many points stand below each other. */
  column?: number;
  /** Hears the words of the point under the keyboard or the pointer; null when there is none. */
  onsay: (words: string | null) => void;
  /** Hears which day is to be opened: by Enter at its point, or by a click on it. */
  onopen?: (date: string) => void;
};

/** Makes the points of the picture in an element reachable by keyboard and tells which one a person is at. */
export function points({ column = 1, onsay, onopen }: Options) {
  return (host: HTMLElement) => {
    let at = 0;
    let inside = false;
    const all = () => [...host.querySelectorAll<SVGElement>('svg [tabindex]')];

    function stop(there: SVGElement[]) {
      there.forEach((point, index) => point.setAttribute('tabindex', index === at ? '0' : '-1'));
    }

    const point = (target: EventTarget | null) =>
      target instanceof Element ? target.closest<SVGElement>('svg [tabindex]') : null;

    function open(event: Event) {
      const date = point(event.target)?.dataset.date;
      if (date === undefined || !onopen) return;
      event.preventDefault();
      onopen(date);
    }

    function onkeydown(event: KeyboardEvent) {
      if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
      if (event.key === 'Enter' && !event.repeat) return open(event);
      const there = all();
      const to = destination(
        event.key,
        there.indexOf(point(event.target) as SVGElement),
        there.length,
        column,
      );
      if (to === null) return;
      event.preventDefault();
      there[to]?.focus();
    }

    function onfocusin(event: FocusEvent) {
      const focused = point(event.target);
      if (!focused) return;
      const there = all();
      inside = true;
      at = there.indexOf(focused);
      stop(there);
      onsay(focused.getAttribute('aria-label'));
    }

    function onfocusout(event: FocusEvent) {
      // A picture drawn anew takes its points along; that is no leaving.
      if (!(event.target as Element).isConnected) return;
      const next = point(event.relatedTarget);
      if (next && host.contains(next)) return;
      inside = false;
      onsay(null);
    }

    function onpointerover(event: PointerEvent) {
      // A page that the keyboard scrolls moves under a pointer at rest; that is no pointing.
      if (inside && event.movementX === 0 && event.movementY === 0) return;
      const under = point(event.target);
      if (under) onsay(under.getAttribute('aria-label'));
    }

    function onpointerleave() {
      const focused = point(document.activeElement);
      onsay(focused && host.contains(focused) ? focused.getAttribute('aria-label') : null);
    }

    // A picture that is drawn anew, wider or narrower, keeps the place of the keyboard.
    const watch = new MutationObserver(() => {
      const there = all();
      const lost = inside && !host.contains(document.activeElement);
      if (at >= there.length) at = 0;
      stop(there);
      if (lost) there[at]?.focus();
    });
    host.addEventListener('keydown', onkeydown);
    host.addEventListener('click', open);
    host.addEventListener('focusin', onfocusin);
    host.addEventListener('focusout', onfocusout);
    host.addEventListener('pointerover', onpointerover);
    host.addEventListener('pointerleave', onpointerleave);
    watch.observe(host, { childList: true, subtree: true });
    return () => {
      watch.disconnect();
      host.removeEventListener('keydown', onkeydown);
      host.removeEventListener('click', open);
      host.removeEventListener('focusin', onfocusin);
      host.removeEventListener('focusout', onfocusout);
      host.removeEventListener('pointerover', onpointerover);
      host.removeEventListener('pointerleave', onpointerleave);
    };
  };
}
