// Starts the interface: asks for all that the first screen shows, and meanwhile reads the program that shows it.
import { commands } from './ipc/bindings';
import { FIRST_CHART_PX } from './rooms/diary/charts/fit';
import { readRoute } from './shell/router';

const chartPx = readRoute(location.hash).room === 'today' ? FIRST_CHART_PX : null;
const answer = commands.startView(chartPx).catch(() => null);
void import('./shell/open').then(({ open }) => open(answer));
