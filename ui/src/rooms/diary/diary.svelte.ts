// The diary room: its pages of entries, its trash, and what can be done to an entry.
import {
  ask,
  commands,
  Reading,
  t,
  type AppState,
  type DiaryPageView,
  type ErrorCode,
  type PainEntryView,
} from '../../ipc';
import { toasts } from '../../kit/toasts.svelte';

const PAGE = 50;

/** What failed, for the words above the list. */
export type Failure = { what: 'delete-failed' | 'restore-failed'; code: ErrorCode };

/** The state of the list and of the chart above it. */
export class DiaryState {
  readonly weeks = new Reading(() => commands.diaryWeeks());
  readonly page: Reading<DiaryPageView>;
  readonly trash = new Reading(() => commands.diaryTrash());
  failure = $state.raw<Failure | null>(null);
  #shown = PAGE;
  readonly #app: AppState;

  constructor(app: AppState) {
    this.#app = app;
    this.page = new Reading(() => this.#readPages());
  }

  async load(): Promise<void> {
    await Promise.all([this.page.load(), this.weeks.load()]);
  }

  /** Shows another page of older entries. */
  async more(): Promise<void> {
    this.#shown += PAGE;
    await this.page.load();
  }

  /** Changes value and note; returns the code when nothing was changed. */
  async edit(before: PainEntryView, nrs: number, note: string | null): Promise<ErrorCode | null> {
    const outcome = await ask(commands.diaryEdit({ id: before.id, nrs, note }));
    if (!outcome.ok) return outcome.code;
    toasts.show(t('changed-toast'), async () => {
      await ask(commands.diaryEdit({ id: before.id, nrs: before.nrs, note: before.note }));
      this.#app.changed('diary');
    });
    this.#app.changed('diary');
    return null;
  }

  /** Moves an entry to the trash. */
  async remove(entry: PainEntryView): Promise<void> {
    const outcome = await ask(commands.diaryDelete(entry.id));
    this.failure = outcome.ok ? null : { what: 'delete-failed', code: outcome.code };
    if (outcome.ok) toasts.show(t('removed-toast'), () => this.restore(entry));
    this.#app.changed('diary');
  }

  /** Brings an entry back. */
  async restore(entry: PainEntryView): Promise<void> {
    const outcome = await ask(commands.diaryRestore(entry.id));
    this.failure = outcome.ok ? null : { what: 'restore-failed', code: outcome.code };
    if (outcome.ok) toasts.show(t('restored-toast'));
    this.#app.changed('diary');
  }

  /** Reads as many pages as are in sight, so that a change elsewhere does not fold the list up. */
  async #readPages() {
    const answer = await commands.diaryList({ limit: Math.min(this.#shown, 500), beforeId: null });
    if (answer.status === 'error') return answer;
    const page = { ...answer.data, entries: [...answer.data.entries] };
    while (page.more && page.entries.length < this.#shown) {
      const beforeId = page.entries.at(-1)?.id ?? null;
      const next = await commands.diaryList({ limit: 500, beforeId });
      if (next.status === 'error') return next;
      page.entries.push(...next.data.entries);
      page.more = next.data.more;
    }
    return { status: 'ok' as const, data: page };
  }
}

/** Entries in the order given, under their days. */
export function byDay(entries: PainEntryView[]): { date: string; entries: PainEntryView[] }[] {
  const days: { date: string; entries: PainEntryView[] }[] = [];
  for (const entry of entries) {
    const last = days.at(-1);
    if (last?.date === entry.localDate) last.entries.push(entry);
    else days.push({ date: entry.localDate, entries: [entry] });
  }
  return days;
}
