// The person's own list of shoes: read once for all screens, added to and renamed in place.
import { ask, commands, Reading, t, type AppState, type ErrorCode, type FootwearView } from '../../ipc';

/** The shoes, and the one name that is being written. */
export class Shoes {
  readonly list = new Reading(() => commands.walksFootwear());
  /** The pair that is being named: an id, or null for a new one. */
  naming = $state.raw<{ id: string | null } | null>(null);
  name = $state('');
  fault = $state.raw<string | undefined>(undefined);
  failed = $state.raw<ErrorCode | null>(null);
  readonly #app: AppState;

  constructor(app: AppState) {
    this.#app = app;
  }

  /** Opens the field for a new pair, or for another name of one. */
  begin(pair: FootwearView | null) {
    this.naming = { id: pair?.id ?? null };
    this.name = pair?.name ?? '';
    this.fault = undefined;
    this.failed = null;
  }

  leave() {
    this.naming = null;
  }

  /** Keeps the name; the pair, or null with the reason at the field. */
  async save(): Promise<FootwearView | null> {
    if (this.naming === null) return null;
    const outcome = await ask(commands.walksFootwearSave({ id: this.naming.id, name: this.name }));
    this.failed = null;
    this.fault = undefined;
    if (outcome.ok) {
      this.naming = null;
      await this.list.load();
      this.#app.changed('diary');
      return outcome.data;
    }
    if (outcome.code === 'invalid')
      this.fault = this.name.trim() === '' ? t('name-missing') : t('name-refused');
    else this.failed = outcome.code;
    return null;
  }
}
