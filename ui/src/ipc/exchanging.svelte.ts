// What goes out and comes in: how far it is, how to stop it, and what came of it.
import {
  commands,
  events,
  type DifferingView,
  type ErrorCode,
  type ExportOutcomeView,
  type ExportPlaceView,
  type ExportRequest,
  type ImportOutcomeView,
  type ImportView,
  type UndoneView,
} from './bindings';
import { ask, type Answer } from './ask';

/** How much of a file crosses to the program at once. */
const PIECE_BYTES = 1 << 20;

/** Why a file was not even read. */
export type Unread = 'not_text' | 'not_ours' | 'too_large';

/** The exchange of this window; the program does one thing at a time. */
export class Exchanging {
  /** What is being done; null while nothing is. */
  doing = $state<'export' | 'read' | 'take' | 'undo' | null>(null);
  done = $state(0);
  all = $state<number | null>(null);
  exported = $state.raw<ExportOutcomeView | null>(null);
  seen = $state.raw<ImportOutcomeView | null>(null);
  taken = $state.raw<ImportOutcomeView | null>(null);
  undone = $state.raw<UndoneView | null>(null);
  imports = $state.raw<ImportView[]>([]);
  /** Where an export goes. */
  place = $state.raw<ExportPlaceView | null>(null);
  unread = $state<Unread | null>(null);
  failed = $state<{ doing: 'export' | 'read' | 'take' | 'undo'; code: ErrorCode } | null>(null);

  async load(): Promise<void> {
    const outcome = await ask(commands.exchangeImports());
    if (outcome.ok) this.imports = outcome.data;
    const place = await ask(commands.exchangePlace());
    if (place.ok) this.place = place.data;
  }

  async export(input: ExportRequest): Promise<void> {
    this.exported = null;
    const outcome = await this.#run('export', () => commands.exchangeExport(input));
    if (outcome) this.exported = outcome;
  }

  /** Hands files over piece by piece and asks what they would change. */
  async read(files: readonly File[], differing: DifferingView): Promise<void> {
    this.forget();
    if (this.doing !== null || files.length === 0) return;
    this.doing = 'read';
    this.done = 0;
    this.all = null;
    await ask(commands.exchangeClear());
    for (const file of files) {
      const unread = await this.#hand(file);
      if (unread !== null) {
        this.doing = null;
        if (typeof unread === 'string') this.unread = unread;
        else this.failed = { doing: 'read', code: unread.code };
        return;
      }
    }
    this.doing = null;
    await this.look(differing);
  }

  /** Asks again what the files that wait would change. */
  async look(differing: DifferingView): Promise<void> {
    const outcome = await this.#run('read', () => commands.exchangePreview(differing));
    if (outcome) this.seen = outcome;
  }

  /** Takes the files that wait. */
  async take(differing: DifferingView): Promise<void> {
    const outcome = await this.#run('take', () => commands.exchangeTake(differing));
    if (!outcome) return;
    this.seen = null;
    this.taken = outcome;
    await this.load();
  }

  async undo(id: string): Promise<void> {
    this.taken = null;
    const outcome = await this.#run('undo', () => commands.exchangeUndo(id));
    if (outcome) this.undone = outcome;
    await this.load();
  }

  async stop(): Promise<void> {
    await ask(commands.exchangeStop());
  }

  /** Lets go of what was read, so that other files can be chosen. */
  forget(): void {
    this.seen = null;
    this.taken = null;
    this.undone = null;
    this.unread = null;
    this.failed = null;
  }

  async drop(): Promise<void> {
    this.forget();
    await ask(commands.exchangeClear());
  }

  async #hand(file: File): Promise<Unread | { code: ErrorCode } | null> {
    // A letter may lie across two pieces, and what is no text has to be noticed and not mended.
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
    let from = 0;
    do {
      const last = from + PIECE_BYTES >= file.size;
      let text: string;
      try {
        const bytes = await file.slice(from, from + PIECE_BYTES).arrayBuffer();
        text = decoder.decode(bytes, { stream: !last });
      } catch {
        return 'not_text';
      }
      const sent = await ask(commands.exchangeStage({ name: file.name, first: from === 0, text }));
      if (!sent.ok) {
        if (sent.code === 'invalid') return sent.field === 'name' ? 'not_ours' : 'too_large';
        return { code: sent.code };
      }
      from += PIECE_BYTES;
    } while (from < file.size);
    return null;
  }

  async #run<T>(
    doing: 'export' | 'read' | 'take' | 'undo',
    call: () => Promise<Answer<T>>,
  ): Promise<T | null> {
    if (this.doing !== null) return null;
    this.doing = doing;
    this.done = 0;
    this.all = null;
    this.failed = null;
    const listening = events.exchangeProgress.listen(({ payload }) => {
      this.done = payload.done;
      this.all = payload.all;
    });
    // Without news of its progress it still ends.
    listening.catch(() => undefined);
    const outcome = await ask(call());
    listening.then((stop) => stop()).catch(() => undefined);
    this.doing = null;
    if (outcome.ok) return outcome.data;
    this.failed = { doing, code: outcome.code };
    return null;
  }
}
