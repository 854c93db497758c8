// Draws a cell or a network from `nas/cellGraph` as SVG. Operations on the way into a sum are edges, as papers draw them;
// what is open is dashed. Used by the viewer, by reports and by the preview of Visual Studio Code.
import dagre from '@dagrejs/dagre';
import { curveBasis, line } from 'd3-shape';
import { svg } from './dom';

export interface Decision {
  name: string;
  minimum: number;
  maximum: number;
  alternatives: string[];
}

export interface GraphNode {
  id: number;
  name: string;
  operation: string;
  kind: string;
  shape: string;
  inputs: number[];
  edge?: boolean;
  output?: boolean;
  decision?: Decision;
}

export interface GraphData {
  name: string;
  kind: string;
  nodes: GraphNode[];
  outputs: number[];
}

const MostOnEdge = 2;
const LongestLabel = 30;
const Letter = 6.6;

const short = (text: string, most = LongestLabel): string => text.length > most ? `${text.slice(0, most - 1)}…` : text;

/** `choose 2 of 3` for a subset, the alternatives of one that has few, else how many there are. */
function labelOf(node: GraphNode): string {
  const { decision } = node;
  if (!decision) return short(node.operation);
  if (decision.minimum === 1 && decision.maximum === 1)
    return decision.alternatives.length <= MostOnEdge ? short(decision.alternatives.join(' | ')) : `1 of ${decision.alternatives.length}`;
  const count = decision.minimum === decision.maximum ? decision.minimum : `${decision.minimum}–${decision.maximum}`;
  return node.edge ? `${count} of ${decision.alternatives.length}` : `${short(node.operation)}: ${count} of ${decision.alternatives.length}`;
}

function tooltip(node: GraphNode): string {
  const lines = [node.name, node.operation, node.shape];
  if (node.decision) lines.push(`${node.decision.name}:`, ...node.decision.alternatives.map(a => `  ${a}`));
  return lines.filter(Boolean).join('\n');
}

/** The alternatives that stand behind `1 of 8`: shown once below a drawing. */
export function legendOf(graph: GraphData): string[][] {
  const lists = new Map<string, string[]>();
  for (const { decision, edge } of graph.nodes)
    if (decision && edge && decision.alternatives.length > MostOnEdge) lists.set(decision.alternatives.join('\n'), decision.alternatives);
  return [...lists.values()].slice(0, 3);
}

/** @param isTall From top to bottom, as networks are drawn unless said otherwise; else from left to right. */
export function drawGraph(graph: GraphData, isTall = graph.kind === 'network'): SVGSVGElement {
  const layout = new dagre.graphlib.Graph({ multigraph: true });
  layout.setGraph({ rankdir: isTall ? 'TB' : 'LR', nodesep: isTall ? 18 : 22, ranksep: isTall ? 26 : 44, edgesep: 12, marginx: 12, marginy: 12 });
  layout.setDefaultEdgeLabel(() => ({}));
  const byId = new Map(graph.nodes.map(node => [node.id, node]));
  for (const node of graph.nodes) {
    if (node.edge) continue;
    const title = short(node.name), text = labelOf(node);
    const width = Math.max(64, 22 + Letter * Math.max(title.length, node.kind === 'input' ? 0 : text.length, node.shape.length * 0.92));
    layout.setNode(String(node.id), { width, height: node.kind === 'input' ? 38 : 52 });
  }
  for (const node of graph.nodes) {
    if (node.edge) continue;
    node.inputs.forEach((input, index) => {
      const through = byId.get(input);
      if (through?.edge) {
        const text = labelOf(through);
        layout.setEdge(String(through.inputs[0]), String(node.id), { width: Letter * text.length + 10, height: 18, labelpos: 'c', node: through }, `${index}`);
      } else {
        layout.setEdge(String(input), String(node.id), {}, `${index}`);
      }
    });
  }
  dagre.layout(layout);
  const size = layout.graph() as { width: number; height: number };
  const picture = svg('svg', {
    class: 'graph',
    viewBox: `0 0 ${Math.ceil(size.width)} ${Math.ceil(size.height)}`,
    width: Math.ceil(size.width),
    height: Math.ceil(size.height),
    role: 'img',
    'aria-label': `${graph.kind} ${graph.name}: ${describe(graph)}`,
  });
  picture.append(svg('defs', {}, svg('marker', {
    id: 'arrow', viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 6, markerHeight: 6, orient: 'auto-start-reverse',
  }, svg('path', { d: 'M0,0 L8,4 L0,8 z', class: 'arrow' }))));
  drawEdges(picture, layout);
  for (const node of graph.nodes) if (!node.edge) drawNode(picture, node, layout.node(String(node.id)) as Box);
  highlight(picture);
  return picture;
}

interface Box { x: number; y: number; width: number; height: number }

function drawEdges(picture: SVGSVGElement, layout: InstanceType<typeof dagre.graphlib.Graph>): void {
  const path = line<{ x: number; y: number }>(p => p.x, p => p.y).curve(curveBasis);
  const labels: SVGElement[] = [];
  for (const edge of layout.edges()) {
    const { points, x, y, width, node } = layout.edge(edge) as any as Box & { points: { x: number; y: number }[]; node?: GraphNode };
    const kind = node ? `kind-${node.kind}${node.decision ? ' open' : ''}` : 'plain';
    const ends = { 'data-from': edge.v, 'data-to': edge.w };
    picture.append(svg('path', { class: `edge ${kind}`, d: path(points) ?? '', 'marker-end': 'url(#arrow)', ...ends }));
    if (node) {
      labels.push(svg('g', { class: `edge-label ${kind}`, ...ends },
        svg('title', {}, tooltip(node)),
        svg('rect', { x: x - width / 2, y: y - 9, width, height: 18, rx: 9 }),
        svg('text', { x, y: y + 4, 'text-anchor': 'middle' }, labelOf(node))));
    }
  }
  picture.append(...labels);
}

function drawNode(picture: SVGSVGElement, node: GraphNode, box: Box): void {
  const isInput = node.kind === 'input';
  const classes = ['node', `kind-${node.kind}`, node.decision ? 'open' : '', node.output ? 'is-output' : ''].filter(Boolean).join(' ');
  const top = box.y - box.height / 2;
  picture.append(svg('g', { class: classes, 'data-id': String(node.id), tabindex: 0, 'aria-label': tooltip(node).replaceAll('\n', ', ') },
    svg('title', {}, tooltip(node)),
    svg('rect', { x: box.x - box.width / 2, y: top, width: box.width, height: box.height, rx: 8 }),
    svg('text', { class: 'name', x: box.x, y: top + 15, 'text-anchor': 'middle' }, short(node.name)),
    isInput ? null : svg('text', { class: 'operation', x: box.x, y: top + 30, 'text-anchor': 'middle' }, labelOf(node)),
    svg('text', { class: 'shape', x: box.x, y: top + (isInput ? 29 : 44), 'text-anchor': 'middle' }, node.shape)));
}

/** What a node reads and is read by stands out while it is pointed at. */
function highlight(picture: SVGSVGElement): void {
  const mark = (id: string | null) => {
    picture.classList.toggle('focused', id !== null);
    for (const part of picture.querySelectorAll<SVGElement>('[data-from]'))
      part.classList.toggle('near', id !== null && (part.dataset.from === id || part.dataset.to === id));
    for (const part of picture.querySelectorAll<SVGElement>('[data-id]')) part.classList.toggle('near', part.dataset.id === id);
  };
  const idOf = (event: Event) => (event.target as Element).closest<SVGElement>('[data-id]')?.dataset.id ?? null;
  picture.addEventListener('pointerover', event => mark(idOf(event)));
  picture.addEventListener('pointerleave', () => mark(null));
  picture.addEventListener('focusin', event => mark(idOf(event)));
  picture.addEventListener('focusout', () => mark(null));
}

function describe(graph: GraphData): string {
  const inputs = graph.nodes.filter(node => node.kind === 'input').length;
  const open = graph.nodes.filter(node => node.decision).length;
  return `${inputs} inputs, ${graph.nodes.length - inputs} operations${open > 0 ? `, ${open} decisions` : ''}`;
}
