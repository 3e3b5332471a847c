// The full entry while it is written: everything optional, nothing lost, and what is wrong stands at its field.
import {
  commands,
  t,
  type AppState,
  type FrameView,
  type LegSymptomView,
  type PainEntryView,
  type PainQualityView,
  type PainRequest,
  type RegionCode,
  type RegionPainView,
} from '../../ipc';
import { FormDraft, type Faults } from './form.svelte';

/** The fields that can be at fault, as the core names them. */
export type EntryField = 'nrs' | 'regions';

export const FRAMES: readonly FrameView[] = [
  'now',
  'morning',
  'day_average',
  'day_worst',
  'walk_before',
  'walk_peak',
  'walk_after',
  'next_morning',
];

export const QUALITIES: readonly PainQualityView[] = [
  'ache',
  'stabbing',
  'burning',
  'electric',
  'cramping',
  'stiff',
  'throbbing',
];

export const LEG_SYMPTOMS: readonly LegSymptomView[] = [
  'pain_above_knee',
  'pain_below_knee',
  'tingling',
  'numbness',
  'weakness',
];

/** One entry being written, new or stored. */
export class EntryDraft extends FormDraft<EntryField> {
  nrs = $state<number | null>(null);
  frame = $state<FrameView>('now');
  regions = $state.raw<RegionPainView[]>([]);
  qualities = $state.raw<PainQualityView[]>([]);
  legLeft = $state.raw<LegSymptomView[] | null>(null);
  legRight = $state.raw<LegSymptomView[] | null>(null);

  constructor(app: AppState, stored: PainEntryView | null, writingFor: string | null = null) {
    super(app, stored, writingFor);
    if (stored) {
      this.nrs = stored.nrs;
      this.frame = stored.frame;
      this.regions = stored.regions;
      this.qualities = stored.qualities;
      this.legLeft = stored.legLeft;
      this.legRight = stored.legRight;
    }
    this.begin();
  }

  /** The number a region has of its own; undefined when it is not chosen. */
  regionNrs(code: RegionCode): number | null | undefined {
    return this.regions.find((one) => one.region === code)?.nrs;
  }

  has(code: RegionCode) {
    return this.regions.some((one) => one.region === code);
  }

  /** Chooses a region, or lets go of it. */
  toggle(code: RegionCode) {
    this.regions = this.has(code)
      ? this.regions.filter((one) => one.region !== code)
      : [...this.regions, { region: code, nrs: null }];
  }

  /** Gives a region a number of its own, or takes it back; the region is chosen by it. */
  rate(code: RegionCode, nrs: number | null) {
    this.regions = this.has(code)
      ? this.regions.map((one) => (one.region === code ? { ...one, nrs } : one))
      : [...this.regions, { region: code, nrs }];
  }

  /** Saves; the stored entry, or null with the reason at its field. */
  async save(): Promise<PainEntryView | null> {
    if (this.saving) return null;
    const read = this.read({});
    if (read === null) return null;
    const input: PainRequest = {
      ...read,
      frame: this.frame,
      nrs: this.nrs,
      regions: this.regions,
      qualities: this.qualities,
      legLeft: this.legLeft,
      legRight: this.legRight,
    };
    return this.keep(this.id === null ? commands.diaryAdd(input) : commands.diaryEditFull(this.id, input));
  }

  protected said() {
    const { nrs, frame, regions, qualities, legLeft, legRight } = this;
    return [nrs, frame, regions, qualities, legLeft, legRight];
  }

  protected faultOf(field: string | null): Faults<EntryField> | null {
    switch (field) {
      case 'nrs':
        return { nrs: t('entry-empty') };
      case 'regions':
        return { regions: t('entry-regions-wrong') };
      default:
        return null;
    }
  }
}
