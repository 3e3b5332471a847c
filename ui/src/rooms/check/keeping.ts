// A result and the diary: kept by itself, taken back, changed, copied, each with the message that says so.
import { ask, commands, t, type AppState, type CheckView } from '../../ipc';
import { toasts } from '../../kit/toasts.svelte';
import type { CheckRun } from './run.svelte';

/** Keeps a result that has just come up, and says so once. */
export async function keep(app: AppState, run: CheckRun): Promise<void> {
  if (!(await run.keep())) return;
  app.changed('diary');
  const { kept } = run;
  if (kept !== null) toasts.show(t('check-kept'), () => takeBack(app, run, kept));
}

async function takeBack(app: AppState, run: CheckRun, kept: CheckView): Promise<void> {
  const gone = await remove(app, kept.id);
  if (gone) run.takenBack(kept.id);
}

/** Puts a check in the trash, from where it comes back; returns whether it went. */
export async function remove(app: AppState, id: string): Promise<boolean> {
  const outcome = await ask(commands.historyDelete({ kind: 'check', id }));
  app.changed('diary');
  toasts.show(
    t(outcome.ok ? 'check-kept-taken-back' : 'check-kept-stays'),
    outcome.ok ? () => restore(app, id) : undefined,
  );
  return outcome.ok;
}

async function restore(app: AppState, id: string): Promise<void> {
  const outcome = await ask(commands.historyRestore({ kind: 'check', id }));
  app.changed('diary');
  toasts.show(t(outcome.ok ? 'check-kept' : 'check-kept-stays'));
}

/** Says which patterns do not fit, and how to take that back. */
export async function overrule(run: CheckRun, patterns: readonly string[]): Promise<void> {
  const before = run.overruled;
  const failed = await run.overrule(patterns);
  toasts.show(
    t(failed ? 'check-overrule-failed' : 'check-overruled'),
    failed ? undefined : () => void run.overrule(before),
  );
}

/** Puts words on the clipboard. A page may do so only right after a click, so the words must be there already. */
export async function copy(text: string): Promise<void> {
  const done = await navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
  toasts.show(t(done ? 'check-copied' : 'check-copy-failed'));
}
