// What somebody typed to open something: a recovery code where it looks like one, else a passphrase.
import type { SecretRequest } from './bindings';

/** How a recovery code looks; whoever came in with one has no passphrase to give. */
const CODE = /^\s*([0-9a-z]{5}[-\s]*){6}$/i;

export function secretFrom(typed: string): SecretRequest {
  return CODE.test(typed) ? { passphrase: null, code: typed } : { passphrase: typed, code: null };
}
