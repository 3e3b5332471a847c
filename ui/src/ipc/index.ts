// The door of the border: commands, words, what all screens know, and the events of the back end.
import { commands, events } from './bindings';

export { commands };
export { ask, type Answer, type Outcome } from './ask';
export { Reading } from './reading.svelte';
export { Printing } from './printing.svelte';
export { Following } from './following.svelte';
export { secretFrom } from './secret';
export { Exchanging, type Unread } from './exchanging.svelte';
export { ADVICE, adviceFor } from './errors';
export { t, type WordKey } from './words';
export { getQuestions, Questions, setQuestions } from './questions.svelte';
export { AppState, getApp, setApp, stateWithoutAnswer } from './app.svelte';
export type * from './bindings';

/** Hears of records that changed without this window's doing; returns how to stop. */
export function onRecordsChanged(heard: (room: string) => void): () => void {
  return stopLater(events.recordsChanged.listen((event) => heard(event.payload.room)));
}

/** Hears that a room is to be shown, for example after a click on a notification; returns how to stop. */
export function onOpenRoom(heard: (room: string) => void): () => void {
  return stopLater(events.openRoom.listen((event) => heard(event.payload.room)));
}

/** Hears that the diary was locked; returns how to stop. */
export function onLocked(heard: () => void): () => void {
  return stopLater(events.locked.listen(() => heard()));
}

function stopLater(listening: Promise<() => void>): () => void {
  // Without a back end (a broken start) there is nothing to hear, and the screens say so themselves.
  listening.catch(() => undefined);
  return () => {
    listening.then((stop) => stop()).catch(() => undefined);
  };
}
