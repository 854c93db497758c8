// A set of drawings: one is shown, tabs choose which, buttons its size.
import { h, tabs } from './dom';
import { drawGraph, legendOf, type GraphData } from './graph';

export class GraphView {
  readonly element = h('div', { class: 'graphs' });
  private graphs: GraphData[] = [];
  private shown = '';
  private known = '';
  private scale: number | null = null;

  /** Shows drawings; the one that was shown goes on being shown, unless `current` says which. */
  update(graphs: GraphData[], current?: number): void {
    const text = JSON.stringify(graphs);
    const name = current === undefined ? undefined : graphs[current]?.name;
    if (text === this.known && (name === undefined || name === this.shown)) return;
    this.known = text;
    this.graphs = graphs;
    if (name !== undefined) this.shown = name;
    if (!graphs.some(graph => graph.name === this.shown)) this.shown = (graphs.find(graph => graph.kind === 'cell') ?? graphs[0])?.name ?? '';
    this.draw();
  }

  /** A cell goes the way in which it can be drawn larger; a network always goes down. */
  private drawFitting(graph: GraphData): SVGSVGElement {
    const { clientWidth, clientHeight } = this.element;
    if (graph.kind === 'network' || clientWidth === 0) return drawGraph(graph);
    const scale = (picture: SVGSVGElement) => {
      const [width, height] = ['width', 'height'].map(name => Number(picture.getAttribute(name)));
      return Math.min(1, (clientWidth - 18) / width, Math.max(clientHeight - 90, 420) / height);
    };
    const [wide, tall] = [drawGraph(graph, false), drawGraph(graph, true)];
    return scale(tall) > 1.15 * scale(wide) ? tall : wide;
  }

  private draw(): void {
    const index = this.graphs.findIndex(graph => graph.name === this.shown);
    const graph = this.graphs[index];
    if (!graph) {
      this.element.replaceChildren(h('p', { class: 'hint' }, 'There is nothing to draw.'));
      return;
    }
    const picture = this.drawFitting(graph);
    const natural = Number(picture.getAttribute('width'));
    const canvas = h('div', { class: 'canvas', tabindex: 0, role: 'group', 'aria-label': `Drawing of ${graph.name}` }, picture);
    const size = () => {
      picture.style.width = this.scale === null ? `min(100%, ${natural}px)` : `${natural * this.scale}px`;
      picture.style.height = 'auto';
    };
    const zoom = (factor: number | null) => {
      const now = picture.getBoundingClientRect().width / natural || 1;
      this.scale = factor === null ? null : Math.min(4, Math.max(0.1, now * factor));
      size();
    };
    size();
    const button = (text: string, label: string, factor: number | null) =>
      h('button', { type: 'button', 'aria-label': label, title: label, click: () => zoom(factor) }, text);
    this.element.replaceChildren(
      h('div', { class: 'graph-bar' },
        tabs(this.graphs.map(g => g.name), index, i => {
          this.shown = this.graphs[i].name;
          this.scale = null;
          this.draw();
          this.element.querySelector<HTMLElement>('[aria-selected=true]')?.focus();
        }, 'Drawings'),
        h('div', { class: 'zoom' }, button('−', 'Smaller', 0.8), button('Fit', 'Fit the width', null), button('+', 'Larger', 1.25))),
      canvas,
      ...legendOf(graph).map(list => h('p', { class: 'legend' },
        h('span', {}, `1 of ${list.length}:`), ...list.map(label => h('code', {}, label)))));
  }
}
