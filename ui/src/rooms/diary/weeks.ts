// The sentence above the chart: how many entries, their average, and how that compares with the weeks before.
import { t, type WeeksView } from '../../ipc';

type Numbers = Pick<WeeksView, 'days' | 'entries' | 'mean' | 'previousMean'>;

/** An average as it is shown: one decimal, so that two which look the same also count as the same. */
export function shown(mean: number): string {
  return mean.toFixed(1);
}

/** Which way the average went, by the numbers as they are shown. */
export function trend(mean: number, previous: number | null): 'down' | 'up' | 'same' | 'none' {
  if (previous === null) return 'none';
  const [now, before] = [Number(shown(mean)), Number(shown(previous))];
  if (now === before) return 'same';
  return now < before ? 'down' : 'up';
}

/** The sentence; an empty chart has its own. */
export function summary({ days, entries, mean, previousMean }: Numbers): string {
  if (entries === 0 || mean === null) return t('weeks-empty');
  return t('weeks-summary', {
    entries,
    days,
    mean: shown(mean),
    trend: trend(mean, previousMean),
    previous: previousMean === null ? '' : shown(previousMean),
  });
}
