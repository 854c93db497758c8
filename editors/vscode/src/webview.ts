// What runs in the preview: the viewer's own drawings and facts.
import { h, tabs } from '../../../src/NasDsl.Viewer/web/src/dom';
import { showFacts } from '../../../src/NasDsl.Viewer/web/src/facts';
import { GraphView } from '../../../src/NasDsl.Viewer/web/src/graphs';

declare function acquireVsCodeApi(): { postMessage(message: unknown): void };

const graphs = new GraphView();
const facts = h('div', { hidden: true });
const note = h('p', { class: 'note', hidden: true }, 'The program has errors; this is from before.');
const bar = tabs(['Graph', 'Facts'], 0, index => {
  graphs.element.hidden = index !== 0;
  facts.hidden = index !== 1;
}, 'What to show');
let isEmpty = true;

window.addEventListener('message', ({ data: { preview } }) => {
  note.hidden = preview !== null;
  if (preview === null) return;
  if (isEmpty) document.getElementById('preview')!.replaceChildren(bar, note, graphs.element, facts);
  isEmpty = false;
  graphs.update(preview.graphs, preview.current);
  facts.replaceChildren(showFacts(preview.facts));
});

acquireVsCodeApi().postMessage('ready');
