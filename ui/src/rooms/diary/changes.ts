// Every change to the diary ends here: the message that says so, the way back, and the word to all screens.
import { ask, commands, t, type AppState, type ErrorCode, type KindView, type RecordView } from '../../ipc';
import { toasts, type Onward } from '../../kit/toasts.svelte';
import { recordWords } from './wording';

/** Tells what was saved, with the way back to before it. */
export function saved(app: AppState, text: string, step: number, onward?: Onward) {
  app.changed('diary');
  toasts.show(text, () => takeBack(app, step), onward);
}

/** Takes back one step, or the last of this session; what came of it is said in a message. */
export async function takeBack(app: AppState, step: number | null = null): Promise<void> {
  const outcome = await ask(commands.historyUndo(step));
  app.changed('diary');
  if (outcome.ok) toasts.show(t('undone-toast', { what: recordWords(outcome.data, app.today) }));
  else toasts.show(t(refusal(outcome.code, 'undo-none-toast')));
}

/** Does the step again that was taken back last. */
export async function takeAgain(app: AppState): Promise<void> {
  const outcome = await ask(commands.historyRedo());
  app.changed('diary');
  if (outcome.ok) toasts.show(t('redone-toast', { what: recordWords(outcome.data, app.today) }));
  else toasts.show(t(refusal(outcome.code, 'redo-none-toast')));
}

function refusal(code: ErrorCode, none: 'undo-none-toast' | 'redo-none-toast') {
  if (code === 'not_found') return none;
  return code === 'conflict' ? 'undo-conflict-toast' : 'undo-failed-toast';
}

/** Puts a record in the trash; returns the code when it stayed. */
export async function remove(app: AppState, kind: KindView, id: string): Promise<ErrorCode | null> {
  const outcome = await ask(commands.historyDelete({ kind, id }));
  if (outcome.ok) {
    const text = t('binned-toast', { what: recordWords(outcome.data, app.today) });
    app.changed('diary');
    // Going back by number would refuse once the record is restored from the trash screen, and rightly so.
    toasts.show(text, () => void restore(app, kind, id));
    return null;
  }
  return outcome.code;
}

/** Takes a record out of the trash; returns the code when it stayed there. */
export async function restore(app: AppState, kind: KindView, id: string): Promise<ErrorCode | null> {
  const outcome = await ask(commands.historyRestore({ kind, id }));
  app.changed('diary');
  if (!outcome.ok) return outcome.code;
  toasts.show(t('unbinned-toast', { what: recordWords(outcome.data, app.today) }), () =>
    takeBack(app, lastStep(outcome.data)),
  );
  return null;
}

/** The number of a record's last step; factors and shoes do not tell theirs. */
function lastStep({ record }: RecordView): number | null {
  return 'lastStep' in record ? record.lastStep : null;
}
