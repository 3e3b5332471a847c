// How much of an exercise, in words.
import { t, type DoseView } from '../../ipc';

type Range = [number, number];

function range([least, most]: Range): string {
  return least === most ? String(least) : t('exercise-range', { least, most });
}

/** The dose, one fact each. */
export function doseLines(dose: DoseView): string[] {
  const lines: string[] = [];
  if (dose.forS) {
    const inMinutes = dose.forS.every((seconds) => seconds % 60 === 0 && seconds >= 60);
    const count: Range = inMinutes ? [dose.forS[0] / 60, dose.forS[1] / 60] : dose.forS;
    if (inMinutes && count[1] > 1) lines.push(t('exercise-dose-for-minutes', { count: range(count) }));
    else lines.push(t('exercise-dose-for', { count: range(dose.forS) }));
  }
  if (dose.reps) lines.push(t('exercise-dose-reps', { count: range(dose.reps) }));
  if (dose.holdS) lines.push(t('exercise-dose-hold', { count: range(dose.holdS) }));
  if (dose.sets[1] > 1) lines.push(t('exercise-dose-sets', { count: range(dose.sets) }));
  if (dose.eachSide) lines.push(t('exercise-dose-sides'));
  return lines;
}

/** About how many minutes it takes in the least. */
export function minutes(dose: DoseView): number {
  return Math.max(1, Math.round(dose.seconds[0] / 60));
}
