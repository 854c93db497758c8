// A report: the same page, from data that the file carries.
import { RunView } from './run-view';

new RunView(document.getElementById('run')!, true).update(JSON.parse(document.getElementById('data')!.textContent!));
