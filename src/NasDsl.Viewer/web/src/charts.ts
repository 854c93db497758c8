// Charts as SVG: curves, scatter plots and heat maps, with a cross hair that tells the numbers.
import { scaleLinear, scaleLog } from 'd3-scale';
import { curveLinear, curveStepAfter, line } from 'd3-shape';
import { compact, h, svg } from './dom';

export interface Series {
  name: string;
  points: [number, number][];
  isFaint?: boolean;
  color?: number;
}

export interface ChartOptions {
  title: string;
  xLabel: string;
  format?: (value: number) => string;
  isLog?: boolean;
  isStepped?: boolean;
}

const Width = 460, Height = 250, Left = 56, Right = 14, Top = 12, Bottom = 34;

const plain = (value: number): string => Math.abs(value) >= 1e4 ? compact(value)
  : Math.abs(value) > 0 && Math.abs(value) < 1e-3 ? value.toExponential(1) : String(Number(value.toPrecision(4)));

export const percent = (value: number): string => `${(100 * value).toFixed(1)}%`;

function extent(values: number[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low > high ? [0, 1] : low === high ? [low - Math.abs(low || 1) * 0.1, high + Math.abs(high || 1) * 0.1] : [low, high];
}

/** The frame of a chart: grid, ticks, labels; and the scales. */
function frame(xs: number[], ys: number[], options: ChartOptions, padX = false) {
  const [x0, x1] = extent(xs);
  const gap = padX ? (x1 - x0) * 0.04 : 0;
  const x = scaleLinear().domain([x0 - gap, x1 + gap]).range([Left, Width - Right]);
  const domain = extent(ys);
  const y = (options.isLog ? scaleLog() : scaleLinear()).domain(domain).range([Height - Bottom, Top]).nice(5);
  const picture = svg('svg', { class: 'chart', viewBox: `0 0 ${Width} ${Height}`, role: 'img' });
  // As many digits as tell the ticks apart.
  const spread = Math.abs(y.domain()[1] - y.domain()[0]);
  const isClose = spread > 0 && spread < 1e-3 * Math.max(...y.domain().map(Math.abs));
  const format = options.format ?? (isClose ? (value: number) => value.toFixed(Math.min(12, Math.ceil(-Math.log10(spread / 5)))) : plain);
  const yTicks = (options.isLog ? y.ticks(4).filter((_, i, all) => all.length <= 6 || i % Math.ceil(all.length / 6) === 0) : y.ticks(5));
  for (const tick of yTicks) {
    picture.append(
      svg('line', { class: 'grid', x1: Left, x2: Width - Right, y1: y(tick), y2: y(tick) }),
      svg('text', { class: 'tick', x: Left - 7, y: y(tick) + 4, 'text-anchor': 'end' }, format(tick)));
  }
  const whole = xs.every(Number.isInteger);
  for (const tick of x.ticks(6).filter(t => !whole || Number.isInteger(t)))
    picture.append(svg('text', { class: 'tick', x: x(tick), y: Height - Bottom + 17, 'text-anchor': 'middle' }, plain(tick)));
  picture.append(
    svg('line', { class: 'axis', x1: Left, x2: Width - Right, y1: Height - Bottom, y2: Height - Bottom }),
    svg('text', { class: 'axis-label', x: (Left + Width - Right) / 2, y: Height - 4, 'text-anchor': 'middle' }, options.xLabel));
  return { picture, x, y, format };
}

function figure(options: ChartOptions, picture: SVGSVGElement, legend: (Node | null)[], tip: HTMLElement | null): HTMLElement {
  return h('figure', { class: 'figure' }, h('figcaption', {}, h('h3', {}, options.title), h('div', { class: 'key' }, ...legend)),
    h('div', { class: 'plot' }, picture, tip));
}

/** Curves over steps or epochs. */
export function lineChart(series: Series[], options: ChartOptions): HTMLElement {
  const finite = series.map(s => ({ ...s, points: s.points.filter(([, y]) => Number.isFinite(y) && (!options.isLog || y > 0)) }));
  const points = finite.flatMap(s => s.points);
  const { picture, x, y, format } = frame(points.map(p => p[0]), points.map(p => p[1]), options);
  const path = line<[number, number]>(p => x(p[0]), p => y(p[1])).curve(options.isStepped ? curveStepAfter : curveLinear);
  finite.forEach((s, i) => {
    const color = `series-${(s.color ?? i) % 6}`;
    picture.append(svg('path', { class: `line ${color}${s.isFaint ? ' faint' : ''}`, d: path(s.points) ?? '' }));
    if (s.points.length === 1) picture.append(svg('circle', { class: `dot ${color}`, cx: x(s.points[0][0]), cy: y(s.points[0][1]), r: 3.5 }));
  });
  picture.setAttribute('aria-label', `${options.title}. ${finite.filter(s => s.points.length > 0)
    .map(s => `${s.name}: ${format(s.points[0][1])} to ${format(s.points.at(-1)![1])}`).join('; ')}`);
  const tip = crossHair(picture, finite, x, y, format, options.xLabel);
  const legend = series.length < 2 ? [] : series.map((s, i) => h('span', { class: `series-${(s.color ?? i) % 6}` }, h('i', { 'aria-hidden': 'true' }), s.name));
  return figure(options, picture, legend, tip);
}

type Scale = ((value: number) => number) & { invert(value: number): number };

function crossHair(
  picture: SVGSVGElement, series: Series[], x: Scale, y: (value: number) => number, format: (value: number) => string, xLabel: string,
): HTMLElement {
  const rule = svg('line', { class: 'rule', y1: Top, y2: Height - Bottom, visibility: 'hidden' });
  const dots = series.map((s, i) => svg('circle', { class: `dot series-${(s.color ?? i) % 6}`, r: 3.5, visibility: 'hidden' }));
  picture.append(rule, ...dots);
  const tip = h('div', { class: 'tip', hidden: true });
  const hide = () => {
    tip.hidden = true;
    for (const element of [rule, ...dots]) element.setAttribute('visibility', 'hidden');
  };
  picture.addEventListener('pointermove', event => {
    const box = picture.getBoundingClientRect();
    const at = x.invert((event.clientX - box.left) * Width / box.width);
    const nearest = series.map(s => s.points.length === 0 ? null
      : s.points.reduce((best, p) => Math.abs(p[0] - at) < Math.abs(best[0] - at) ? p : best));
    const first = nearest.find(p => p !== null);
    if (!first) return hide();
    rule.setAttribute('x1', String(x(first[0])));
    rule.setAttribute('x2', String(x(first[0])));
    rule.setAttribute('visibility', 'visible');
    nearest.forEach((p, i) => {
      dots[i].setAttribute('visibility', p ? 'visible' : 'hidden');
      if (!p) return;
      dots[i].setAttribute('cx', String(x(p[0])));
      dots[i].setAttribute('cy', String(y(p[1])));
    });
    tip.replaceChildren(h('b', {}, `${xLabel} ${plain(first[0])}`), ...nearest.map((p, i) => p && h('span', {}, `${series[i].name} ${format(p[1])}`)).filter(n => n !== null));
    tip.hidden = false;
    const left = x(first[0]) / Width;
    tip.style.left = `${100 * left}%`;
    tip.classList.toggle('on-left', left > 0.6);
  });
  picture.addEventListener('pointerleave', hide);
  return tip;
}

export interface Dot {
  x: number;
  y: number;
  label: string;
  isFront: boolean;
}

/** Evaluations by two metrics; those that none is better than in both are joined. */
export function scatterChart(dots: Dot[], options: ChartOptions & { yLabel: string }): HTMLElement {
  const { picture, x, y } = frame(dots.map(d => d.x), dots.map(d => d.y), options, true);
  const front = dots.filter(d => d.isFront).sort((a, b) => a.x - b.x);
  const place = (d: Dot) => [x(d.x), y(d.y)] as [number, number];
  picture.append(...dots.filter(d => !d.isFront).map(d => circle(place(d), 'dot other', d.label, 3)));
  picture.append(svg('path', { class: 'line series-1 front', d: line()(front.map(place)) ?? '' }));
  picture.append(...front.map(d => circle(place(d), 'dot series-1', d.label, 4.5)));
  picture.append(svg('text', { class: 'axis-label', x: 12, y: (Top + Height - Bottom) / 2, 'text-anchor': 'middle', transform: `rotate(-90 12 ${(Top + Height - Bottom) / 2})` }, options.yLabel));
  picture.setAttribute('aria-label', `${options.title}: ${front.length} of ${dots.length} evaluations are on the front`);
  return figure(options, picture, [
    h('span', { class: 'series-1' }, h('i', { 'aria-hidden': 'true' }), `front (${front.length})`),
    h('span', { class: 'other' }, h('i', { 'aria-hidden': 'true' }), `others (${dots.length - front.length})`),
  ], null);
}

const circle = ([cx, cy]: [number, number], name: string, label: string, r: number): SVGElement =>
  svg('circle', { class: name, cx, cy, r }, svg('title', {}, label));

/** How much each alternative of a decision weighs after each epoch: a row for each, a column for each epoch. */
export function heatMap(name: string, alternatives: string[], epochs: number[], weights: number[][], taken: string[], most = 1): HTMLElement {
  const columns = Math.min(epochs.length, 60);
  const pick = Array.from({ length: columns }, (_, i) => Math.round(i * (epochs.length - 1) / Math.max(1, columns - 1)));
  const row = 15, gutter = 100, tail = 48, wide = 150, height = row * alternatives.length + 2;
  const cell = wide / columns;
  const picture = svg('svg', { class: 'heat', viewBox: `0 0 ${gutter + wide + tail} ${height}`, role: 'img' });
  alternatives.forEach((label, r) => {
    const isTaken = taken.includes(label);
    const text = label.length > 15 ? `${label.slice(0, 14)}…` : label;
    picture.append(svg('text', { class: isTaken ? 'tick taken' : 'tick', x: gutter - 6, y: r * row + 11, 'text-anchor': 'end' }, svg('title', {}, label), text));
    pick.forEach((epoch, c) => {
      const weight = weights[epoch][r];
      picture.append(svg('rect', {
        class: 'cell', x: gutter + c * cell, y: r * row + 1, width: cell + 0.3, height: row - 1.5, style: `--w:${(weight / most).toFixed(4)}`,
      }, svg('title', {}, `${label}, epoch ${epochs[epoch]}: ${percent(weight)}`)));
    });
    const last = weights.at(-1)?.[r] ?? 0;
    picture.append(svg('text', { class: isTaken ? 'tick taken' : 'tick', x: gutter + wide + 6, y: r * row + 11 }, percent(last)));
  });
  picture.setAttribute('aria-label', `${name}: ${alternatives.map((a, r) => `${a} ${percent(weights.at(-1)?.[r] ?? 0)}`).join(', ')}`);
  return h('figure', { class: 'heat-map' }, h('figcaption', {}, name), picture);
}
