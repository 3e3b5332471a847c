// What the diary can tick for the check, as an address names it.
import type { CheckAnswerView } from '../../ipc';

/** Every tick there is; one that is added in the back end and missing here does not compile. */
const KNOWN: Record<CheckAnswerView, true> = {
  new_weakness: true,
  new_numbness: true,
  both_legs: true,
  saddle_area: true,
  bladder_bowel: true,
};

/** The ticks among words from an address. */
export function ticksIn(words: readonly string[]): CheckAnswerView[] {
  return words.filter((word): word is CheckAnswerView => Object.hasOwn(KNOWN, word));
}
