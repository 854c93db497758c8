// Every evaluation, sorted by any column, a page at a time.
import { h } from './dom';
import type { Evaluation } from './run-data';

const PageSize = 25;

interface Column {
  name: string;
  value: (e: Evaluation) => number | string | null;
  isText?: boolean;
}

export class EvaluationTable {
  readonly element = h('div', { class: 'table' });
  private rows: Evaluation[] = [];
  private columns: Column[] = [];
  private sorted: { column: number; isDescending: boolean } | null = null;
  private page = 0;
  private omitted = 0;
  private known = '';

  update(goals: { name: string; minimized: boolean }[], rows: Evaluation[], omitted: number): void {
    const key = `${rows.length} ${rows.at(-1)?.number} ${rows.filter(r => r.metrics.length > 0 || r.failure).length}`;
    if (key === this.known) return;
    this.known = key;
    this.rows = rows;
    this.omitted = omitted;
    this.columns = [
      { name: 'seed', value: e => e.seed },
      { name: 'number', value: e => e.number },
      ...goals.map((goal, i) => ({ name: goal.name, value: (e: Evaluation) => e.metrics[i] ?? null })),
      ...(new Set(rows.map(r => r.budget)).size > 1 ? [{ name: 'budget', value: (e: Evaluation) => e.budget }] : []),
      ...(rows.some(r => r.cost > 0) ? [{ name: 'cost (s)', value: (e: Evaluation) => e.cost }] : []),
      { name: 'architecture', value: e => e.failure ? `failed: ${e.failure}` : e.architecture, isText: true },
    ];
    if (this.sorted === null && goals.length > 0) this.sorted = { column: 2, isDescending: !goals[0].minimized };
    this.draw();
  }

  private draw(): void {
    const rows = [...this.rows];
    if (this.sorted) {
      const { column, isDescending } = this.sorted;
      const value = this.columns[column].value;
      const compare = (a: number | string | null, b: number | string | null) =>
        a === b ? 0 : a === null ? 1 : b === null ? -1 : (a < b ? -1 : 1) * (isDescending ? -1 : 1);
      rows.sort((a, b) => compare(value(a), value(b)));
    }
    const pages = Math.max(1, Math.ceil(rows.length / PageSize));
    this.page = Math.min(this.page, pages - 1);
    const heads = this.columns.map((column, i) => {
      const order = this.sorted?.column !== i ? 'none' : this.sorted.isDescending ? 'descending' : 'ascending';
      return h('th', { scope: 'col', 'aria-sort': order, class: column.isText ? 'text' : '' },
        h('button', { type: 'button', click: () => this.sort(i) }, column.name));
    });
    const step = (by: number, text: string, label: string) => h('button', {
      type: 'button', 'aria-label': label, disabled: this.page + by < 0 || this.page + by >= pages, click: () => {
        this.page += by;
        this.draw();
      },
    }, text);
    this.element.replaceChildren(
      h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Evaluations' }, h('table', {},
        h('thead', {}, h('tr', {}, ...heads)),
        h('tbody', {}, ...rows.slice(this.page * PageSize, (this.page + 1) * PageSize).map(row =>
          h('tr', { class: row.failure ? 'failed' : '' }, ...this.columns.map(column => h('td', { class: column.isText ? 'text' : '' }, show(column.value(row))))))))),
      h('div', { class: 'pager' }, step(-1, '←', 'Previous page'),
        h('span', {}, `${this.page + 1} of ${pages}${this.omitted > 0 ? ` (${this.omitted} more are in the record)` : ''}`), step(1, '→', 'Next page')));
  }

  private sort(column: number): void {
    this.sorted = { column, isDescending: this.sorted?.column === column ? !this.sorted.isDescending : false };
    this.page = 0;
    this.draw();
    this.element.querySelectorAll('th button')[column].dispatchEvent(new Event('focus'));
  }
}

const show = (value: number | string | null): string =>
  value === null ? '–' : typeof value === 'number' ? String(Number(value.toPrecision(6))) : value;
