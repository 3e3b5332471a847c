// Calls that never throw: what a command answers, turned into the stored truth or a code.
import type { ErrorCode, IpcError } from './bindings';

/** What came of a call: the stored truth, or why not. */
export type Outcome<T> = { ok: true; data: T } | { ok: false; code: ErrorCode; field: string | null };

/** What a command resolves with, as the generated bindings write it. */
export type Answer<T> = { status: 'ok'; data: T } | { status: 'error'; error: IpcError };

/** Waits for a command; a failure nobody foresaw becomes a code as well, so that no screen is left hanging. */
export async function ask<T>(call: Promise<Answer<T>>): Promise<Outcome<T>> {
  try {
    const result = await call;
    if (result.status === 'ok') return { ok: true, data: result.data };
    return { ok: false, code: result.error?.code ?? 'unexpected', field: result.error?.field ?? null };
  } catch {
    return { ok: false, code: 'unexpected', field: null };
  }
}
