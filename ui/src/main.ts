// Starts the interface: asks how the program stands and for Today at the same time, then draws.
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
  const asked = commands.appState();
  const reminders = new RemindersState();
  const today = new TodayState();
  // Today waits for all of this anyway; asked now, it arrives with the answer it depends on.
  if (readRoute(location.hash).room === 'today') void Promise.all([today.load(), reminders.load()]);
  const view = await asked.catch(stateWithoutAnswer);
  showTheme(view.settings.theme);
  onScreenComplete(screenFilled);
  mount(App, { target, props: { app: new AppState(view), reminders, today } });
}

void start();
