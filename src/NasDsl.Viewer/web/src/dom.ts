// Elements in a line; nothing here ever takes text for HTML.

type Child = Node | string | null | undefined | false;
type Attributes = Record<string, string | number | boolean | null | undefined | ((event: any) => void)>;

function fill(element: Element, attributes: Attributes, children: Child[]): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children) if (child || child === '') element.append(child as Node | string);
}

export function h<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  fill(element, attributes, children);
  return element;
}

export function svg<K extends keyof SVGElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): SVGElementTagNameMap[K] {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  fill(element, attributes, children);
  return element;
}

/** A list of tabs that arrow keys walk through. */
export function tabs(names: string[], selected: number, select: (index: number) => void, label: string): HTMLElement {
  const buttons = names.map((name, index) => h('button', {
    type: 'button',
    role: 'tab',
    'aria-selected': index === selected ? 'true' : 'false',
    tabindex: index === selected ? 0 : -1,
    click: () => choose(index),
  }, name));
  const choose = (index: number) => {
    buttons.forEach((button, i) => {
      button.setAttribute('aria-selected', String(i === index));
      button.tabIndex = i === index ? 0 : -1;
    });
    select(index);
  };
  return h('div', {
    class: 'pills',
    role: 'tablist',
    'aria-label': label,
    keydown: (event: KeyboardEvent) => {
      const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
      const current = buttons.indexOf(document.activeElement as HTMLButtonElement);
      if (step === 0 || current < 0) return;
      const next = (current + step + buttons.length) % buttons.length;
      buttons[next].focus();
      choose(next);
    },
  }, ...buttons);
}

const Themes = ['light', 'dark'] as const;
type Theme = typeof Themes[number];

/** The theme: what was chosen here before, else what the system wants. */
export function theme(): Theme {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** Makes a button switch the theme; `changed` is told at once and at each change. */
export function themeButton(button: HTMLElement, changed: (theme: Theme) => void = () => {}): void {
  const stored = read();
  if (stored) document.documentElement.dataset.theme = stored;
  const show = () => {
    button.textContent = theme() === 'dark' ? '☀' : '☾';
    button.setAttribute('aria-label', theme() === 'dark' ? 'Switch to light' : 'Switch to dark');
    changed(theme());
  };
  button.addEventListener('click', () => {
    document.documentElement.dataset.theme = theme() === 'dark' ? 'light' : 'dark';
    try {
      localStorage.setItem('nas-theme', theme());
    } catch {
      // A file, or a browser that keeps nothing.
    }
    show();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', show);
  show();
}

function read(): Theme | null {
  try {
    return Themes.find(name => name === localStorage.getItem('nas-theme')) ?? null;
  } catch {
    return null;
  }
}

export const compact = (value: number): string =>
  value >= 1e9 ? `${trim(value / 1e9)} G` : value >= 1e6 ? `${trim(value / 1e6)} M` : value >= 1e4 ? `${trim(value / 1e3)} K`
  : new Intl.NumberFormat('en-US', { maximumFractionDigits: value < 10 ? 4 : 1 }).format(value);

const trim = (value: number): string => String(Number(value.toPrecision(3)));

/** A count as text that may be longer than a double is exact: `4.23 × 10^18` with all digits as its title. */
export function bigCount(digits: string): { text: string; title: string } {
  const title = digits.replace(/\B(?=(\d{3})+$)/g, ',');
  if (digits.length <= 12) return { text: title, title };
  const superscript = [...String(digits.length - 1)].map(d => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(d)]).join('');
  return { text: `${digits[0]}.${digits.slice(1, 3)} × 10${superscript}`, title };
}
