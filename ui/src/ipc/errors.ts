// Words for every error code: why it failed, and what to do. A code without words does not compile.
import type { ErrorCode } from './bindings';
import { t, type WordKey } from './words';

/** Why something failed and what the person can do. */
export type Advice = { readonly why: WordKey; readonly next: WordKey };

/** One line for each code that crosses the border; what failed and what was kept is said by the screen. */
export const ADVICE: Readonly<Record<ErrorCode, Advice>> = {
  invalid: { why: 'error-invalid-why', next: 'error-invalid-next' },
  not_found: { why: 'error-not-found-why', next: 'error-not-found-next' },
  conflict: { why: 'error-conflict-why', next: 'error-conflict-next' },
  newer_file: { why: 'error-newer-file-why', next: 'error-newer-file-next' },
  damaged: { why: 'error-damaged-why', next: 'error-damaged-next' },
  locked: { why: 'error-locked-why', next: 'error-locked-next' },
  foreign: { why: 'error-foreign-why', next: 'error-foreign-next' },
  doubtful: { why: 'error-doubtful-why', next: 'error-doubtful-next' },
  stopped: { why: 'error-stopped-why', next: 'error-stopped-next' },
  wrong_secret: { why: 'error-wrong-secret-why', next: 'error-wrong-secret-next' },
  other_key: { why: 'error-other-key-why', next: 'error-other-key-next' },
  keys_damaged: { why: 'error-keys-damaged-why', next: 'error-keys-damaged-next' },
  memory: { why: 'error-memory-why', next: 'error-memory-next' },
  key_store: { why: 'error-key-store-why', next: 'error-key-store-next' },
  missing: { why: 'error-missing-why', next: 'error-missing-next' },
  read_only: { why: 'error-read-only-why', next: 'error-read-only-next' },
  full: { why: 'error-full-why', next: 'error-full-next' },
  busy: { why: 'error-busy-why', next: 'error-busy-next' },
  storage: { why: 'error-storage-why', next: 'error-storage-next' },
  companion: { why: 'error-companion-why', next: 'error-companion-next' },
  unexpected: { why: 'error-unexpected-why', next: 'error-unexpected-next' },
};

/** The reason and the next step, as one short passage. */
export function adviceFor(code: ErrorCode): string {
  // A back end newer than this page may send a code without a line here; the person still gets an honest one.
  const advice = ADVICE[code] ?? ADVICE.unexpected;
  return `${t(advice.why)} ${t(advice.next)}`;
}
