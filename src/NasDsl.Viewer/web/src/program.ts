// The page of a program: an editor with the language server behind it; drawings, facts and C# beside it.
import 'monaco-editor/features/register.all.js';
import * as monaco from 'monaco-editor/editor/editor.api.js';
import { conf, language } from 'monaco-editor/languages/definitions/csharp/csharp.js';
import { colorLanguage, defineThemes } from './coloring';
import { h, tabs, themeButton } from './dom';
import { showFacts } from './facts';
import { GraphView } from './graphs';
import { LanguageConnection } from './lsp';
import { follow, register } from './providers';

(self as any).MonacoEnvironment = { getWorker: () => new Worker(new URL('editor.worker.js', document.baseURI)) };

const Quiet = 250;
const LookAgain = 2000;
const element = (id: string) => document.getElementById(id)!;
const panels = { graph: element('panel-graph'), facts: element('panel-facts'), code: element('panel-code') };
type Panel = keyof typeof panels;

const options = {
  automaticLayout: true, minimap: { enabled: false }, fontSize: 13, lineHeight: 20, scrollBeyondLastLine: false, padding: { top: 12, bottom: 12 },
  fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--mono'), smoothScrolling: true, fixedOverflowWidgets: true,
  renderLineHighlight: 'all', overviewRulerLanes: 2, 'semanticHighlighting.enabled': true, inlayHints: { fontSize: 11, padding: true }, wordBasedSuggestions: 'off', tabSize: 2,
} satisfies monaco.editor.IStandaloneEditorConstructionOptions & Record<string, unknown>;

async function start(): Promise<void> {
  const program = await (await fetch('api/program')).json();
  document.title = `${program.name} – NAS`;
  element('name').textContent = program.name;
  defineThemes();
  monaco.languages.register({ id: 'csharp' });
  monaco.languages.setLanguageConfiguration('csharp', conf as any);
  monaco.languages.setMonarchTokensProvider('csharp', language as any);
  await colorLanguage('nas');
  themeButton(element('theme'), theme => monaco.editor.setTheme(`nas-${theme}`));
  const model = monaco.editor.createModel(program.text, 'nas', monaco.Uri.parse(program.uri));
  const editor = monaco.editor.create(element('editor'), { ...options, model, ariaLabel: `Program ${program.name}` });
  const page = new ProgramPage(editor, model, program);
  await page.connect();
}

class ProgramPage {
  private readonly graphs = new GraphView();
  private readonly code = h('div', { class: 'csharp' });
  private codeEditor: monaco.editor.IStandaloneCodeEditor | null = null;
  private server!: LanguageConnection;
  private panel: Panel = 'graph';
  private form: 'supernet' | 'child' = 'supernet';
  private timer = 0;
  private shownCode = '';
  private saved: string;

  constructor(
    private readonly editor: monaco.editor.IStandaloneCodeEditor, private readonly model: monaco.editor.ITextModel,
    private readonly program: { uri: string; text: string; writable: boolean },
  ) {
    this.saved = model.getValue();
    panels.graph.append(this.graphs.element);
    panels.code.append(
      h('div', { class: 'graph-bar' }, tabs(['Supernet', 'A child'], 0, index => {
        this.form = index === 0 ? 'supernet' : 'child';
        void this.refresh();
      }, 'Which code'), h('span', { class: 'hint' }, 'generated, read only')),
      this.code);
    for (const name of Object.keys(panels) as Panel[]) element(`tab-${name}`).addEventListener('click', () => this.show(name));
    const names = Object.keys(panels) as Panel[];
    element('tab-graph').parentElement!.addEventListener('keydown', event => {
      const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
      if (step === 0) return;
      this.show(names[(names.indexOf(this.panel) + step + names.length) % names.length]);
      element(`tab-${this.panel}`).focus();
    });
    element('format').addEventListener('click', () => void editor.getAction('editor.action.formatDocument')?.run());
    editor.onDidChangeCursorPosition(() => this.later());
    this.makeDivider();
    if (program.writable) this.makeSavable();
  }

  async connect(): Promise<void> {
    const address = new URL('lsp', document.baseURI);
    address.protocol = 'ws:';
    this.server = await LanguageConnection.open(address.href);
    this.server.on('close', () => this.tell('errors', '`nasc view` has ended'));
    const { capabilities } = await this.server.request('initialize', { capabilities: {}, rootUri: null });
    this.server.notify('initialized', {});
    register(this.model, this.program.uri, this.server, capabilities);
    follow(this.model, this.program.uri, this.server, markers => {
      const errors = markers.filter(m => m.severity === monaco.MarkerSeverity.Error).length;
      const warnings = markers.length - errors;
      const count = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`;
      this.tell(errors > 0 ? 'errors' : warnings > 0 ? 'warnings' : 'fine',
        errors > 0 ? count(errors, 'error') : warnings > 0 ? count(warnings, 'warning') : 'no problems');
      this.later();
    });
    await this.refresh();
    setTimeout(() => void this.watch(null), LookAgain);
  }

  private tell(state: string, text: string): void {
    const status = element('status');
    status.dataset.state = state;
    if (status.textContent !== text) status.textContent = text;
  }

  private show(panel: Panel): void {
    this.panel = panel;
    for (const name of Object.keys(panels) as Panel[]) {
      panels[name].hidden = name !== panel;
      element(`tab-${name}`).setAttribute('aria-selected', String(name === panel));
      element(`tab-${name}`).tabIndex = name === panel ? 0 : -1;
    }
    void this.refresh();
  }

  /** After the last keystroke or step of the cursor. */
  private later(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.refresh(), Quiet);
  }

  /** Only what is shown is asked for. With errors in the program, what was shown last stays, and says so. */
  private async refresh(): Promise<void> {
    const position = this.editor.getPosition() ?? { lineNumber: 1, column: 1 };
    const params = { textDocument: { uri: this.program.uri }, position: { line: position.lineNumber - 1, character: position.column - 1 } };
    try {
      if (this.panel === 'code') await this.showCode(params);
      else await this.showPreview(params);
    } catch {
      // The next keystroke asks again; that the server is gone is shown.
    }
  }

  private async showPreview(params: object): Promise<void> {
    const preview = await this.server.request('nas/preview', params);
    for (const panel of [panels.graph, panels.facts]) {
      panel.querySelector(':scope > .note')?.remove();
      panel.classList.toggle('stale', preview === null);
      if (preview === null) panel.prepend(h('p', { class: 'note' }, 'The program has errors; this is from before.'));
    }
    if (preview === null) return;
    if (this.panel === 'graph') this.graphs.update(preview.graphs, preview.current);
    else panels.facts.replaceChildren(showFacts(preview.facts));
  }

  private async showCode(params: object): Promise<void> {
    const answer = await this.server.request('nas/generated', { ...params, form: this.form });
    const text = answer?.text ?? `// ${answer?.problem ?? 'there is nothing'}\n`;
    if (text === this.shownCode) return;
    this.shownCode = text;
    this.codeEditor ??= monaco.editor.create(this.code, { ...options, language: 'csharp', readOnly: true, domReadOnly: true, fontSize: 12, ariaLabel: 'Generated C#' });
    const place = this.codeEditor.saveViewState();
    this.codeEditor.setValue(text);
    this.codeEditor.restoreViewState(place);
  }

  private makeSavable(): void {
    const button = element('save') as HTMLButtonElement;
    button.hidden = false;
    const save = async () => {
      const text = this.model.getValue();
      const current = await fetch('api/program');
      if (current.status === 200) {
        const { text: there } = await current.json();
        if (there !== this.saved && there !== text) {
          this.saved = there;
          this.tell('errors', 'Not saved: the file was changed elsewhere meanwhile. Saving again replaces it.');
          return;
        }
      }
      const response = await fetch('api/program', { method: 'PUT', body: text });
      if (response.ok) this.saved = text;
      else this.tell('errors', (await response.text()).trim());
    };
    button.addEventListener('click', () => void save());
    this.editor.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.KeyS, () => void save());
  }

  /** Another editor may change the file: its text is taken over, unless something was typed here. */
  private async watch(tag: string | null): Promise<void> {
    let next = tag;
    try {
      const response = await fetch('api/program', { headers: tag ? { 'If-None-Match': tag } : {} });
      if (response.status === 200) {
        next = response.headers.get('ETag');
        const { text } = await response.json();
        if (text !== this.saved && this.model.getValue() === this.saved) {
          this.saved = text;
          this.model.pushEditOperations([], [{ range: this.model.getFullModelRange(), text }], () => null);
        }
      }
    } catch {
      // The socket's end is told already.
    }
    setTimeout(() => void this.watch(next), LookAgain);
  }

  private makeDivider(): void {
    const divider = element('divider');
    const place = (share: number) => document.documentElement.style.setProperty('--split', `${Math.min(80, Math.max(20, share))}%`);
    divider.addEventListener('pointerdown', event => divider.setPointerCapture(event.pointerId));
    divider.addEventListener('pointermove', event => {
      if (divider.hasPointerCapture(event.pointerId)) place(100 * event.clientX / innerWidth);
    });
    divider.addEventListener('keydown', event => {
      const step = event.key === 'ArrowLeft' ? -2 : event.key === 'ArrowRight' ? 2 : 0;
      if (step !== 0) place(100 * divider.getBoundingClientRect().left / innerWidth + step);
    });
  }
}

start().catch(error => {
  const status = element('status');
  status.dataset.state = 'errors';
  status.textContent = String(error.message ?? error);
});
