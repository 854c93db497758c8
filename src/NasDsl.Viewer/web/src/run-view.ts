// A run: its state, curves, alphas, evaluations and winner. The same code shows a live run and a report.
import { heatMap, lineChart, percent, scatterChart, type Series } from './charts';
import { compact, h, tabs, themeButton } from './dom';
import { GraphView } from './graphs';
import { EvaluationTable } from './table';
import type { Evaluation, RunData } from './run-data';

const MostSteps = 1500;

export class RunView {
  private readonly head = h('div', { class: 'cards' });
  private readonly curves = h('div', { class: 'charts' });
  private readonly alphas = h('div', { class: 'alphas' });
  private readonly winner = h('div', { class: 'winner' });
  private readonly settings = h('dl', { class: 'settings' });
  private readonly title = h('span', {});
  private readonly state = h('p', { class: 'status', role: 'status', 'aria-live': 'polite' });
  private readonly graphs = new GraphView();
  private readonly table = new EvaluationTable();
  private readonly sections: Record<string, HTMLElement>;
  private scope = 0;
  private known = new Map<string, string>();

  constructor(private readonly root: HTMLElement, isReport: boolean) {
    const theme = h('button', { type: 'button' });
    const section = (name: string, title: string, content: HTMLElement) =>
      h('section', { class: 'section', id: name, 'aria-labelledby': `title-${name}` }, h('h2', { id: `title-${name}` }, title), content);
    this.sections = {
      curves: section('curves', 'Curves', this.curves),
      winner: section('winner', 'Winner', this.winner),
      alphas: section('alphas', 'Alphas over the epochs', this.alphas),
      evaluations: section('evaluations', 'Evaluations', this.table.element),
      settings: section('settings', 'How it was run', this.settings),
    };
    root.replaceChildren(
      h('header', { class: 'bar' }, h('h1', {}, h('span', { class: 'mark', 'aria-hidden': 'true' }), this.title), this.state,
        h('div', { class: 'tools' }, h('span', { class: 'hint' }, isReport ? 'report' : ''), theme)),
      h('main', { class: 'page' }, this.head, ...Object.values(this.sections)));
    themeButton(theme);
  }

  update(run: RunData): void {
    document.title = `${run.name} – NAS run`;
    this.title.textContent = run.name;
    this.state.textContent = run.state;
    this.state.dataset.state = run.state.split(' ')[0];
    this.when('head', [run.result, run.metrics, run.winner?.parameters, run.searches, run.evaluations?.length], () => this.showHead(run));
    this.when('curves', [run.metrics, run.steps, run.evaluations?.length, run.goals], () => this.showCurves(run));
    this.when('alphas', run.alphas, () => this.showAlphas(run));
    this.when('winner', run.winner, () => this.showWinner(run));
    this.when('settings', run.facts, () => this.settings.replaceChildren(
      ...run.facts.map(([name, value]) => [name, readable(value)]).filter(([, value]) => value !== '')
        .map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value)))));
    this.table.update(run.goals ?? [], run.evaluations ?? [], run.omitted ?? 0);
    this.sections.evaluations.hidden = !run.evaluations;
  }

  /** Draws a section again only where what it shows has changed: what one points at stays. */
  private when(name: string, data: unknown, draw: () => void): void {
    const text = JSON.stringify(data) ?? '';
    if (this.known.get(name) === text) return;
    this.known.set(name, text);
    draw();
  }

  private showHead(run: RunData): void {
    const cards: [string, string][] = [];
    const result = run.result ?? {};
    const number = (name: string) => typeof result[name] === 'number' ? result[name] as number : null;
    const last = (column: string) => {
      const index = run.metrics?.columns.indexOf(column) ?? -1;
      return index < 0 ? null : run.metrics?.rows.map(row => row[index]).findLast(value => value !== null) ?? null;
    };
    const add = (label: string, value: number | null | undefined, format: (value: number) => string) => {
      if (value !== null && value !== undefined) cards.push([label, format(value)]);
    };
    add('test accuracy', number('test_accuracy'), percent);
    add('test perplexity', number('test_perplexity'), v => v.toFixed(2));
    add('validation accuracy', number('validation_accuracy') ?? last('validation_accuracy'), percent);
    add('alpha entropy', last('alpha_entropy'), v => `${v.toFixed(3)} nats`);
    const best = bestOf(run);
    if (best) cards.push([`best ${run.goals![0].name}`, String(Number(best.metrics[0]!.toPrecision(6)))]);
    if (run.evaluations) cards.push(['evaluations', String(run.evaluations.length + (run.omitted ?? 0))]);
    add('parameters', number('parameters') ?? run.winner?.parameters, compact);
    add('MACs', number('macs') ?? run.winner?.macs, compact);
    add('epochs', run.metrics?.rows.length, String);
    add('time', number('search_seconds') ?? number('seconds') ?? last('seconds'), duration);
    this.head.replaceChildren(...cards.map(([label, value]) => h('div', { class: 'card' }, h('b', {}, value), h('span', {}, label))));
    this.head.hidden = cards.length === 0;
  }

  private showCurves(run: RunData): void {
    const charts = [...metricCharts(run), ...stepChart(run), ...searchCharts(run)];
    this.curves.replaceChildren(...charts);
    this.sections.curves.hidden = charts.length === 0;
  }

  private showAlphas(run: RunData): void {
    const { epochs = [], decisions = [] } = run.alphas ?? {};
    this.sections.alphas.hidden = decisions.length === 0 || epochs.length === 0;
    if (this.sections.alphas.hidden) return;
    const scopes = [...new Set(decisions.map(d => d.scope ?? 'network'))];
    this.scope = Math.min(this.scope, scopes.length - 1);
    const grid = h('div', { class: 'heat-maps' });
    const most = Math.ceil(20 * decisions.flatMap(d => d.weights.flat()).reduce((a, b) => Math.max(a, b), 0)) / 20;
    const show = (index: number) => {
      this.scope = index;
      grid.replaceChildren(...decisions.filter(d => (d.scope ?? 'network') === scopes[index])
        .map(d => heatMap(d.scope ? d.name.replace(`${d.scope}.`, '') : d.name, d.alternatives, epochs, d.weights, d.taken, most)));
    };
    show(this.scope);
    this.alphas.replaceChildren(
      h('div', { class: 'graph-bar' }, tabs(scopes, this.scope, show, 'Cells'),
        h('span', { class: 'scale' }, '0%', h('i', { 'aria-hidden': 'true' }), percent(most).replace('.0', ''))),
      grid);
  }

  private showWinner(run: RunData): void {
    const { winner } = run;
    this.sections.winner.hidden = !winner;
    if (!winner) return;
    if (winner.graphs) this.graphs.update(winner.graphs);
    this.winner.replaceChildren(
      winner.problem ? h('p', { class: 'hint' }, winner.problem) : null!,
      winner.graphs ? this.graphs.element : null!,
      h('details', {}, h('summary', {}, `${winner.choices.length} decisions`),
        h('dl', { class: 'settings' }, ...winner.choices.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))))),
      ...(winner.code ? [h('details', {}, h('summary', {}, 'Generated C#'), h('pre', { class: 'source', tabindex: 0 }, winner.code))] : []));
    for (const empty of [...this.winner.childNodes].filter(n => n.nodeType === Node.TEXT_NODE)) empty.remove();
  }
}

const duration = (seconds: number): string => seconds < 90 ? `${seconds.toFixed(1)} s` : seconds < 5400 ? `${(seconds / 60).toFixed(1)} min` : `${(seconds / 3600).toFixed(1)} h`;

/** `Limits { Evaluations = 80, Cost = }` as `Evaluations 80`. */
function readable(value: string): string {
  const inside = /^\w+ \{ (.*) \}$/.exec(value)?.[1];
  return inside === undefined ? value
    : inside.split(', ').map(part => part.split(' = ')).filter(([, v]) => v?.trim() && v !== 'Infinity').map(([k, v]) => `${k.toLowerCase()} ${v}`).join(', ');
}

const fitness = (run: RunData, evaluation: Evaluation): number => (run.goals![0].minimized ? -1 : 1) * (evaluation.metrics[0] ?? NaN);

function bestOf(run: RunData): Evaluation | null {
  return (run.evaluations ?? []).filter(e => e.metrics[0] !== null && e.metrics[0] !== undefined)
    .reduce<Evaluation | null>((best, e) => best === null || fitness(run, e) > fitness(run, best) ? e : best, null);
}

/** A chart for all columns that end alike: `train_loss` and `validation_loss` are one. */
function metricCharts(run: RunData): HTMLElement[] {
  if (!run.metrics || run.metrics.rows.length === 0) return [];
  const { columns, rows } = run.metrics;
  const epochs = rows.map(row => row[0] ?? 0);
  const charts: HTMLElement[] = [];
  const series = (names: string[], ending: string): Series[] => names.map(name => ({
    name: name.replace(ending, '').replaceAll('_', ' ').trim() || name,
    points: rows.map((row, i) => [epochs[i], row[columns.indexOf(name)]] as [number, number | null])
      .filter((p): p is [number, number] => p[1] !== null),
  })).filter(s => s.points.length > 0);
  const add = (title: string, ending: string, format?: (value: number) => string, isLog = false) => {
    const found = series(columns.filter(name => name.endsWith(ending)), ending);
    if (found.length > 0) charts.push(lineChart(found, { title, xLabel: 'epoch', format, isLog }));
  };
  const isText = columns.includes('tokens');
  add('Loss', '_loss');
  add(isText ? 'Accuracy of the next token' : 'Accuracy', '_accuracy', percent);
  add('Alpha entropy (nats)', 'alpha_entropy');
  add('Learning rate', 'learning_rate');
  const rest = columns.filter(name => !/^(epoch|seconds|images|tokens)$|_loss$|_accuracy$|^alpha_entropy$|^learning_rate$/.test(name));
  for (const name of rest) add(name.replaceAll('_', ' '), name);
  return charts;
}

function stepChart(run: RunData): HTMLElement[] {
  if (!run.steps || run.steps.length === 0) return [];
  const every = Math.ceil(run.steps.length / MostSteps);
  const points = run.steps.filter((_, i) => i % every === 0);
  let mean = points[0][1];
  const smooth = points.map(([x, y]) => [x, mean += 0.05 * (y - mean)] as [number, number]);
  return [lineChart([{ name: 'step', points, isFaint: true }, { name: 'smoothed', points: smooth, color: 0 }], { title: 'Loss of each step', xLabel: 'step' })];
}

/** The best so far of each seed, and two metrics against one another. */
function searchCharts(run: RunData): HTMLElement[] {
  const { goals = [], evaluations = [] } = run;
  const done = evaluations.filter(e => !e.failure && e.metrics.length === goals.length && e.metrics.every(m => m !== null));
  if (done.length === 0) return [];
  const most = Math.max(...done.map(e => e.budget));
  const charts: HTMLElement[] = [];
  const seeds = [...new Set(done.map(e => e.seed))];
  const isBetter = (goal: number, a: number, b: number) => goals[goal].minimized ? a < b : a > b;
  const curves = seeds.map(seed => {
    let best: number | null = null;
    return {
      name: `seed ${seed}`,
      isFaint: seeds.length > 6,
      points: done.filter(e => e.seed === seed && e.budget === most).map(e => {
        if (best === null || isBetter(0, e.metrics[0]!, best)) best = e.metrics[0]!;
        return [e.number + 1, best] as [number, number];
      }),
    };
  });
  charts.push(lineChart(seeds.length > 6 ? [...curves.map(c => ({ ...c, color: 5 })), meanOf(curves)] : curves, { title: `Best ${goals[0].name} so far`, xLabel: 'evaluation', isStepped: true }));
  for (let other = 1; other < goals.length; other++) {
    const full = done.filter(e => e.budget === most);
    const dominates = (a: Evaluation, b: Evaluation) => {
      const [a0, a1, b0, b1] = [a.metrics[0]!, a.metrics[other]!, b.metrics[0]!, b.metrics[other]!];
      return !isBetter(0, b0, a0) && !isBetter(other, b1, a1) && (isBetter(0, a0, b0) || isBetter(other, a1, b1));
    };
    const seen = new Set<string>();
    const isNew = (e: Evaluation) => !seen.has(`${e.metrics[0]} ${e.metrics[other]}`) && seen.add(`${e.metrics[0]} ${e.metrics[other]}`);
    charts.push(scatterChart(full.filter(isNew).map(e => ({
      x: e.metrics[other]!,
      y: e.metrics[0]!,
      label: `${goals[0].name} ${e.metrics[0]}\n${goals[other].name} ${e.metrics[other]}\nseed ${e.seed}, evaluation ${e.number}\n${e.architecture}`,
      isFront: !full.some(o => dominates(o, e)),
    })), { title: `Pareto front: ${goals[0].name} and ${goals[other].name}`, xLabel: goals[other].name, yLabel: goals[0].name }));
  }
  return charts;
}

function meanOf(curves: Series[]): Series {
  const length = Math.max(...curves.map(c => c.points.length));
  return {
    name: `mean of ${curves.length} seeds`,
    color: 0,
    points: Array.from({ length }, (_, i) => {
      const values = curves.map(c => (c.points[i] ?? c.points.at(-1))?.[1]).filter(v => v !== undefined);
      return [i + 1, values.reduce((sum, v) => sum + v, 0) / values.length] as [number, number];
    }),
  };
}
