// A walk while it is written: only the minutes must be there; what is typed stays as typed until it can be kept.
import {
  commands,
  t,
  type AidView,
  type AppState,
  type CarriedView,
  type EasedByView,
  type SlopeView,
  type SurfaceView,
  type WalkRequest,
  type WalkView,
} from '../../ipc';
import { readNumber, written } from '../../kit/numbers';
import { FormDraft, type Faults } from './form.svelte';

/** The fields that can be at fault, as the core names them. */
export type WalkField = 'durationMin' | 'distance' | 'onset' | 'settleMin' | 'easedBy' | 'footwearId';

export const EASED_BY: readonly EasedByView[] = [
  'sitting',
  'bending_forward',
  'standing_still',
  'lying',
  'slowing',
  'kept_walking',
  'nothing',
];
export const SURFACES: readonly SurfaceView[] = ['pavement', 'treadmill', 'grass_trail', 'sand', 'mixed'];
export const SLOPES: readonly SlopeView[] = ['flat', 'some_hills', 'hilly'];
export const CARRIED: readonly CarriedView[] = ['none', 'one_side', 'backpack', 'pushing'];
export const AIDS: readonly AidView[] = ['none', 'stick', 'poles', 'frame'];

/** One walk being written, new or stored. */
export class WalkDraft extends FormDraft<WalkField> {
  minutes = $state('');
  distance = $state('');
  /** Whether the pain began, as far as it was said. */
  began = $state.raw<'after' | 'never' | null>(null);
  onset = $state('');
  stopped = $state.raw<boolean | null>(null);
  easedBy = $state.raw<EasedByView[]>([]);
  settle = $state('');
  surface = $state.raw<SurfaceView | null>(null);
  slope = $state.raw<SlopeView | null>(null);
  carried = $state.raw<CarriedView | null>(null);
  aid = $state.raw<AidView | null>(null);
  footwearId = $state<string | null>(null);
  before = $state<number | null>(null);
  peak = $state<number | null>(null);
  after = $state<number | null>(null);

  constructor(app: AppState, stored: WalkView | null, writingFor: string | null = null) {
    super(app, stored, writingFor);
    if (stored) {
      this.#take(stored);
      this.before = stored.painBefore;
      this.peak = stored.painPeak;
      this.after = stored.painAfter;
    }
    this.begin();
  }

  /** Fills the form with another walk: its way and its length, not how it hurt nor what was noted. */
  sameAs(walk: WalkView) {
    this.#take(walk);
    this.began = null;
    this.onset = '';
    this.stopped = null;
    this.easedBy = [];
    this.settle = '';
  }

  /** What eased it; "nothing" stands alone. */
  ease(chosen: EasedByView[]) {
    const nothing = chosen.includes('nothing') && !this.easedBy.includes('nothing');
    this.easedBy = nothing ? ['nothing'] : chosen.filter((one) => one !== 'nothing' || chosen.length === 1);
  }

  /** Saves; the stored walk, or null with the reason at its field. */
  async save(): Promise<WalkView | null> {
    if (this.saving) return null;
    const minutes = readNumber(this.minutes);
    const onset = this.began === 'after' ? readNumber(this.onset) : null;
    // What is asked only of a walk that hurt is not said of one that did not; the form keeps it all the same.
    const hurt = this.began !== 'never';
    const settle = hurt ? readNumber(this.settle) : null;
    const faults: Faults<WalkField> = {};
    if (minutes === null) faults.durationMin = t('walk-minutes-missing');
    else if (Number.isNaN(minutes)) faults.durationMin = t('walk-minutes-wrong');
    if (this.began === 'after' && (onset === null || Number.isNaN(onset)))
      faults.onset = t('walk-onset-wrong');
    if (settle !== null && Number.isNaN(settle)) faults.settleMin = t('walk-settle-wrong');
    const read = this.read(faults);
    if (read === null || minutes === null) return null;
    const input: WalkRequest = {
      ...read,
      durationMin: minutes,
      distance: this.distance.trim() === '' ? null : this.distance,
      onset: this.began === 'never' ? 'never' : onset === null ? null : { after: onset },
      stopped: hurt ? this.stopped : null,
      easedBy: hurt ? this.easedBy : [],
      settleMin: settle,
      surface: this.surface,
      slope: this.slope,
      carried: this.carried,
      aid: this.aid,
      footwearId: this.footwearId,
      painBefore: this.before,
      painPeak: this.peak,
      painAfter: this.after,
    };
    return this.keep(this.id === null ? commands.walksAdd(input) : commands.walksEdit(this.id, input));
  }

  #take(walk: WalkView) {
    this.minutes = written(walk.durationMin);
    this.distance = typedDistance(walk.distanceM);
    this.began = walk.onset === null ? null : walk.onset === 'never' ? 'never' : 'after';
    this.onset = walk.onset === null || walk.onset === 'never' ? '' : written(walk.onset.after);
    this.stopped = walk.stopped;
    this.easedBy = walk.easedBy;
    this.settle = written(walk.settleMin);
    this.surface = walk.surface;
    this.slope = walk.slope;
    this.carried = walk.carried;
    this.aid = walk.aid;
    this.footwearId = walk.footwearId;
  }

  protected said() {
    const { minutes, distance, began, onset, stopped, easedBy, settle, surface, slope } = this;
    const { carried, aid, footwearId, before, peak, after } = this;
    return [
      [minutes, distance, began, onset, stopped, easedBy, settle, surface, slope],
      [carried, aid, footwearId, before, peak, after],
    ];
  }

  protected faultOf(field: string | null): Faults<WalkField> | null {
    switch (field) {
      case 'durationMin':
        return { durationMin: t('walk-minutes-wrong') };
      case 'distance':
        return { distance: t('walk-distance-wrong') };
      case 'onset':
        return { onset: t('walk-onset-wrong') };
      case 'settleMin':
        return { settleMin: t('walk-settle-wrong') };
      case 'easedBy':
        return { easedBy: t('walk-eased-wrong') };
      case 'footwearId':
        return { footwearId: t('walk-shoes-gone') };
      default:
        return null;
    }
  }
}

/** A distance as it could have been typed, so that saving it again keeps every metre. */
function typedDistance(metres: number | null): string {
  if (metres === null) return '';
  // Two digits behind the point are all a kilometre needs, and three would read as thousands.
  return metres >= 1000 && metres % 10 === 0 ? `${metres / 1000} km` : `${metres} m`;
}
