// The keyboard map: which key means what, decided from plain values so that it can be tested without a window.
import { ROOMS, type Room } from './router';

/** What a key asks for. */
export type Wish =
  | { kind: 'help' }
  | { kind: 'hide' }
  | { kind: 'undo' }
  | { kind: 'redo' }
  | { kind: 'entry' }
  | { kind: 'walk' }
  | { kind: 'search' }
  | { kind: 'go'; room: Room }
  | { kind: 'pain'; step: number };

/** A key press and where it happened. */
export type Press = {
  key: string;
  ctrl: boolean;
  alt: boolean;
  shift: boolean;
  repeat: boolean;
  /** The focus is where text is written. */
  writing: boolean;
  /** A dialog is open and owns the keyboard. */
  dialog: boolean;
  room: Room | null;
};

/** The wish behind a key press, or null when the key is not ours. */
export function wishOf(press: Press): Wish | null {
  // To hide what is on the screen is urgent, whatever else the keyboard is for at that moment.
  if (press.ctrl && !press.alt && !press.shift && press.key.toLowerCase() === 'l') return { kind: 'hide' };
  if (press.alt || press.repeat || press.dialog) return null;
  return press.ctrl ? withCtrl(press) : alone(press);
}

function withCtrl({ key, shift, writing }: Press): Wish | null {
  const room = /^[1-6]$/.test(key) ? ROOMS[Number(key) - 1] : undefined;
  if (room) return { kind: 'go', room };
  if (key === ',') return { kind: 'go', room: 'settings' };
  const letter = key.toLowerCase();
  if (letter === 'f') return { kind: 'search' };
  if (letter === 'n' && !shift) return { kind: 'entry' };
  // Inside a field these keys take back what was written there.
  if (writing) return null;
  if (letter === 'z') return { kind: shift ? 'redo' : 'undo' };
  return letter === 'y' && !shift ? { kind: 'redo' } : null;
}

function alone({ key, writing, room }: Press): Wish | null {
  if (writing) return null;
  if (key === '?') return { kind: 'help' };
  if (key.toLowerCase() === 'w' && (room === 'today' || room === 'diary')) return { kind: 'walk' };
  if (key === '/') return { kind: 'search' };
  if (room !== 'today') return null;
  if (/^[0-9]$/.test(key)) return { kind: 'pain', step: Number(key) };
  if (key.toLowerCase() === 't') return { kind: 'pain', step: 10 };
  return null;
}

/** Whether keys pressed in this element are text. */
export function isWriting(element: Element | null): boolean {
  if (element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement) return true;
  if (element instanceof HTMLInputElement)
    return !['radio', 'checkbox', 'button', 'submit'].includes(element.type);
  return element instanceof HTMLElement && element.isContentEditable;
}
