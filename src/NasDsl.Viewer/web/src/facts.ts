// What `nasc info` says of a space, as a page.
import { bigCount, compact, h } from './dom';

interface Range { minimum: number; mean: number | null; maximum: number }

export interface Facts {
  network: string;
  doc?: string;
  architectures: string;
  strategy?: string;
  constraints: string[];
  decisions: { name: string; kind: string; minimum: number; maximum: number; scope?: string; alternatives: string[]; interval?: string; parent?: string }[];
  supernet?: { parameters: number; macs: number; alphas: number };
  children?: { network: string; samples: number; parameters: Range; macs: Range };
}

export function showFacts(facts: Facts): HTMLElement {
  const count = bigCount(facts.architectures);
  const card = (value: string, label: string, title = '') => h('div', { class: 'card', title }, h('b', {}, value), h('span', {}, label));
  return h('div', { class: 'facts' },
    h('div', {}, h('h2', {}, facts.network), facts.doc ? h('p', {}, facts.doc) : null),
    h('div', { class: 'cards' },
      card(count.text, 'architectures', count.title), card(String(facts.decisions.length), 'decisions'),
      facts.supernet ? card(compact(facts.supernet.parameters), 'parameters of the supernet') : null,
      facts.supernet ? card(compact(facts.supernet.macs), 'MACs of the supernet') : null,
      facts.supernet ? card(String(facts.supernet.alphas), 'alphas') : null),
    facts.children ? children(facts.children) : null,
    facts.constraints.length > 0 ? h('div', {}, h('h3', {}, 'Constraints'), ...facts.constraints.map(c => h('p', {}, h('code', {}, c)))) : null,
    ...groups(facts));
}

function children({ network, samples, parameters, macs }: NonNullable<Facts['children']>): HTMLElement {
  const row = (name: string, range: Range) => h('tr', {}, h('th', { scope: 'row', class: 'name' }, name),
    ...[range.minimum, range.mean, range.maximum].map(v => h('td', {}, v === null ? '–' : compact(v))));
  return h('div', {}, h('h3', {}, `Children as ${network}`),
    samples > 0 ? h('p', {}, `measured on ${samples} drawn at random`) : null,
    h('div', { class: 'box' }, h('table', {},
      h('thead', {}, h('tr', {}, ...['', 'smallest', 'mean', 'largest'].map(t => h('th', { scope: 'col' }, t)))),
      h('tbody', {}, row('parameters', parameters), row('MACs', macs)))));
}

function groups(facts: Facts): HTMLElement[] {
  const scopes = [...new Set(facts.decisions.map(d => d.scope ?? ''))];
  return scopes.map(scope => h('div', {},
    h('h3', {}, scope ? `Decisions of cell ${scope}, shared by every use` : 'Decisions made at their place'),
    h('div', { class: 'box' }, h('table', {}, h('tbody', {}, ...facts.decisions.filter(d => (d.scope ?? '') === scope).map(d => h('tr', {},
      h('th', { scope: 'row', class: 'name' }, scope ? d.name.replace(`${scope}.`, '') : d.name),
      h('td', {}, d.kind === 'one' ? '1' : d.minimum === d.maximum ? String(d.minimum) : `${d.minimum}–${d.maximum}`),
      h('td', { class: 'chips', title: d.parent ? `where ${d.parent}` : '' }, ...(d.interval ? [h('code', {}, d.interval)] : d.alternatives.map(a => h('code', {}, a)))))))))));
}
