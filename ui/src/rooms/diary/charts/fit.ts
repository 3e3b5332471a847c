// How wide a place is, so that a picture can be drawn as wide as that and its words keep their size.

/** The room of the chart on Today in a window of the usual size; a test in the real window keeps it true. */
export const FIRST_CHART_PX = 894;

/** Long enough that a window being dragged is drawn once, short enough not to be noticed. */
const SETTLED_MS = 120;

/** The width of an element in pixels at the usual text size: larger text leaves less room, as it should. */
export function roomIn(element: Element): number {
  const style = getComputedStyle(element);
  const inside =
    element.clientWidth - parseFloat(style.paddingLeft || '0') - parseFloat(style.paddingRight || '0');
  const textSize = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  return Math.max(0, Math.round(inside / (textSize || 1)));
}

/** Tells the room in an element: at once, and again when it has changed and come to rest. */
export function fit(tell: (width: number) => void) {
  return (host: HTMLElement) => {
    let told = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    function look() {
      const width = roomIn(host);
      if (width === 0 || width === told) return;
      told = width;
      tell(width);
    }
    const watch = new ResizeObserver(() => {
      clearTimeout(timer);
      if (told === 0) look();
      else timer = setTimeout(look, SETTLED_MS);
    });
    watch.observe(host);
    return () => {
      clearTimeout(timer);
      watch.disconnect();
    };
  };
}
