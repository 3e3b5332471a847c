// How exercises are put into words: how long one takes, and why one is not for a person.
import { t, type DoseView, type WhyView } from '../../ipc';

/** About how many minutes it takes in the least. */
export function minutes(dose: Pick<DoseView, 'seconds'>): number {
  return Math.max(1, Math.round(dose.seconds[0] / 60));
}

/** Every reason once, each a sentence. */
export function whyWords(why: readonly WhyView[]): string {
  const reasons = why.map((one) =>
    one.kind === 'flag'
      ? t(`programmes-why-${one.what}`)
      : t(`programmes-why-${one.what}` as 'programmes-why-mix'),
  );
  return [...new Set(reasons)].join(' ');
}
