// Starts the interface: asks once for all that the first screen shows, has the window shown, and draws it.
import { mount } from 'svelte';
import App from './App.svelte';
import { AppState, commands, stateWithoutAnswer } from './ipc';
import { onScreenComplete } from './kit/arrival';
import { FIRST_CHART_PX } from './rooms/diary/charts/fit';
import { RemindersState } from './rooms/reminders/reminders.svelte';
import { readRoute } from './shell/router';
import { fontsReady, screenFilled, showTheme } from './shell/startup';
import { TodayState } from './views/today.svelte';

async function start() {
  const target = document.getElementById('app');
  if (target === null) return;
  const fonts = fontsReady();
  const chartPx = readRoute(location.hash).room === 'today' ? FIRST_CHART_PX : null;
  const { app, today: given } = await commands.startView(chartPx).catch(() => ({
    app: stateWithoutAnswer(),
    today: null,
  }));
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

void start();
