// What in an entry may need care quickly, as the core finds it. It only ever offers the list of signs; it stops nothing.
import type { CheckAnswerView, PainEntryView } from '../../ipc';

/** The reasons that are new: what the entry said before it was changed has been offered already. */
export function newWarnings(
  entry: Pick<PainEntryView, 'check'>,
  before: Pick<PainEntryView, 'check'> | null,
): CheckAnswerView[] {
  return entry.check.filter((one) => !before?.check.includes(one));
}

/** The address of the symptom check with these reasons filled in. */
export function checkAddress(reasons: readonly CheckAnswerView[]): string {
  return reasons.length === 0 ? '#/check' : `#/check/from/${reasons.join(',')}`;
}
