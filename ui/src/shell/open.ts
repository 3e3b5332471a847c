// The first screen: has the window shown, and draws what the first answer brought.
import { mount } from 'svelte';
import App from '../App.svelte';
import { AppState, commands, stateWithoutAnswer, type StartView } from '../ipc';
import { onScreenComplete } from '../kit/arrival';
import { RemindersState } from '../rooms/reminders/reminders.svelte';
import { TodayState } from '../views/today.svelte';
import { fontsReady, screenFilled, showTheme } from './startup';

/** Draws the first screen once the answer and the typeface are there; without an answer, the screen that says so. */
export async function open(answer: Promise<StartView | null>) {
  const target = document.getElementById('app');
  if (target === null) return;
  const fonts = fontsReady();
  const { app, today: given } = (await answer) ?? { app: stateWithoutAnswer(), today: null };
  const reminders = new RemindersState();
  const today = new TodayState();
  if (given) {
    today.begin(app.diaryDate, given);
    if (given.rules) reminders.rules.give(given.rules);
    if (given.due) reminders.due.give(given.due);
  }
  showTheme(app.settings.theme);
  await fonts;
  // Mapping the window takes as long as making the screen, so both begin now; what is seen first is the screen.
  commands.startShow().catch(() => undefined);
  onScreenComplete(screenFilled);
  mount(App, { target, props: { app: new AppState(app), reminders, today } });
}
