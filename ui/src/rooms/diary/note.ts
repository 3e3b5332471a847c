// What a note may hold, said before the core has to refuse it.
import { t } from '../../ipc';

/** As long as the core takes, in letters. */
export const NOTE_LIMIT = 4000;

/** What is wrong with a note, in words; a note that can be kept has none. */
export function noteFault(note: string): string | undefined {
  const text = note.trim();
  // Only a text that could be too long is counted letter by letter.
  if (text.length <= NOTE_LIMIT) return undefined;
  const letters = [...text].length;
  return letters > NOTE_LIMIT ? t('note-long', { letters, limit: NOTE_LIMIT }) : undefined;
}
