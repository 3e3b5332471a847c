// Starts the interface: asks how the program stands, then for Today, and draws.
import { mount } from 'svelte';
import App from './App.svelte';
import { AppState, commands, stateWithoutAnswer } from './ipc';
import { onScreenComplete } from './kit/arrival';
import { RemindersState } from './rooms/reminders/reminders.svelte';
import { readRoute } from './shell/router';
import { screenFilled, showTheme } from './shell/startup';
import { TodayState } from './views/today.svelte';

async function start() {
  const target = document.getElementById('app');
  if (target === null) return;
  const view = await commands.appState().catch(stateWithoutAnswer);
  const reminders = new RemindersState();
  const today = new TodayState();
  // Asked now, it arrives while the screen is being made.
  if (readRoute(location.hash).room === 'today') {
    void today.begin(view.diaryDate);
    void reminders.begin();
  }
  showTheme(view.settings.theme);
  onScreenComplete(screenFilled);
  mount(App, { target, props: { app: new AppState(view), reminders, today } });
}

void start();
