// What the person watches: up to five things, in their own words and order.
import { ask, commands, Reading, t, type AppState, type ErrorCode, type FactorView } from '../../ipc';

/** As many as the core takes; more questions find more things that are not there. */
export const FACTORS_MAX = 5;

/** The list, and what is wrong with a name or a switch. */
export class Factors {
  readonly list = new Reading(() => commands.dayFactors());
  name = $state('');
  /** What is wrong, at the factor it is wrong with; '' is the new one. */
  fault = $state.raw<{ id: string; text: string } | null>(null);
  failed = $state.raw<ErrorCode | null>(null);
  readonly #app: AppState;

  constructor(app: AppState) {
    this.#app = app;
  }

  get all(): FactorView[] {
    return this.list.data ?? [];
  }

  get active(): number {
    return this.all.filter((factor) => factor.active).length;
  }

  /** Adds a factor; one too many is added all the same, and waits switched off. */
  async add(): Promise<boolean> {
    const kept = await this.#save({ id: null, name: this.name, active: this.active < FACTORS_MAX });
    if (kept) this.name = '';
    return kept;
  }

  rename(factor: FactorView, name: string): Promise<boolean> {
    if (name.trim() === factor.name) return Promise.resolve(true);
    return this.#save({ id: factor.id, name, active: factor.active });
  }

  turn(factor: FactorView, active: boolean): Promise<boolean> {
    return this.#save({ id: factor.id, name: factor.name, active });
  }

  /** Moves a factor up or down among all. */
  async move(factor: FactorView, by: 1 | -1): Promise<void> {
    const ids = this.all.map((one) => one.id);
    const at = ids.indexOf(factor.id);
    const to = at + by;
    const [other, own] = [ids[to], ids[at]];
    if (other === undefined || own === undefined) return;
    [ids[at], ids[to]] = [other, own];
    const outcome = await ask(commands.dayFactorsOrder(ids));
    this.failed = outcome.ok ? null : outcome.code;
    await this.#again();
  }

  async #save(input: { id: string | null; name: string; active: boolean }): Promise<boolean> {
    const outcome = await ask(commands.dayFactorSave(input));
    this.failed = null;
    this.fault = null;
    if (!outcome.ok) {
      const text =
        outcome.field === 'active'
          ? t('factor-too-many', { limit: FACTORS_MAX })
          : input.name.trim() === ''
            ? t('name-missing')
            : t('name-refused');
      if (outcome.code === 'invalid') this.fault = { id: input.id ?? '', text };
      else this.failed = outcome.code;
      return false;
    }
    await this.#again();
    return true;
  }

  async #again(): Promise<void> {
    await this.list.load();
    this.#app.changed('diary');
  }
}
