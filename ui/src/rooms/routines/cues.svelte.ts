// Cues of the player: spoken where the computer has a voice, as made tones, as a flash; each on its own switch.
import { t, type CueChoiceView, type CueView } from '../../ipc';

/** Tones in hertz and seconds; made here, so that no recording is needed. */
const TONES: Record<CueView['cue'], [hertz: number, seconds: number]> = {
  ready: [440, 0.18],
  go: [660, 0.35],
  rep: [523, 0.09],
  half: [587, 0.2],
  last: [523, 0.09],
  change: [392, 0.35],
  rest: [330, 0.35],
  open: [440, 0.18],
  over: [784, 0.6],
};

/** How loud; a cue is to be heard and not to startle. */
const VOLUME = 0.15;

const FLASH_MS = 350;

/** The words of a cue. */
export function cueWords(cue: CueView, name: string): string {
  switch (cue.cue) {
    case 'ready':
      return t('play-say-ready', { name });
    case 'open':
      return t('play-say-open', { name });
    case 'rep':
    case 'last':
      return String(cue.number);
    default:
      return t(`play-say-${cue.cue}`);
  }
}

/** What gives cues, and what is switched on. */
class Cues {
  /** Whether the computer can speak at all. */
  readonly canSpeak = typeof window !== 'undefined' && 'speechSynthesis' in window;
  /** What the person chose, also where it cannot be had. */
  chosen = $state.raw<CueChoiceView>({ voice: true, sound: true, flash: false });
  /** Whether the screen is lit up right now. */
  lit = $state(false);
  /** The words of the last cue, which are shown too. */
  said = $state('');
  #audio: AudioContext | null = null;
  #off: ReturnType<typeof setTimeout> | undefined;

  get voice() {
    return this.chosen.voice && this.canSpeak;
  }

  get sound() {
    return this.chosen.sound;
  }

  get flash() {
    return this.chosen.flash;
  }

  /** Takes over what the person chose, for the cue that comes next. */
  take(chosen: CueChoiceView) {
    this.chosen = chosen;
    if (this.canSpeak && !this.voice) speechSynthesis.cancel();
  }

  /** Makes ready to sound; a page may do so only after a key or a click. */
  wake() {
    if (!this.sound || this.#audio || typeof AudioContext === 'undefined') return;
    try {
      this.#audio = new AudioContext();
    } catch {
      // Without a sound device the words and the flash remain.
    }
  }

  give(cue: CueView, name: string) {
    const words = cueWords(cue, name);
    this.said = words;
    if (this.sound) this.#sound(cue);
    if (this.voice) this.#speak(words, cue);
    if (this.flash) this.#light();
  }

  hush() {
    this.said = '';
    this.lit = false;
    if (this.canSpeak) speechSynthesis.cancel();
  }

  #speak(words: string, cue: CueView) {
    // A count that comes late is worse than none: what is still being said gives way.
    if (cue.cue === 'rep' || cue.cue === 'last') speechSynthesis.cancel();
    const spoken = new SpeechSynthesisUtterance(words);
    spoken.lang = 'en-GB';
    speechSynthesis.speak(spoken);
  }

  #sound(cue: CueView) {
    const audio = this.#audio;
    if (audio === null) return;
    const [hertz, seconds] = TONES[cue.cue];
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    const now = audio.currentTime;
    tone.frequency.value = hertz;
    // Up and down gently, or it would click.
    volume.gain.setValueAtTime(0, now);
    volume.gain.linearRampToValueAtTime(VOLUME, now + 0.01);
    volume.gain.linearRampToValueAtTime(0, now + seconds);
    tone.connect(volume).connect(audio.destination);
    tone.start(now);
    tone.stop(now + seconds);
  }

  #light() {
    clearTimeout(this.#off);
    this.lit = true;
    this.#off = setTimeout(() => (this.lit = false), FLASH_MS);
  }
}

export const cues = new Cues();
