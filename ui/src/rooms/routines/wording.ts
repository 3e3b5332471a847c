// How long an exercise takes, in words.
import type { DoseView } from '../../ipc';

/** About how many minutes it takes in the least. */
export function minutes(dose: DoseView): number {
  return Math.max(1, Math.round(dose.seconds[0] / 60));
}
