// As much of VS Code's API as a language client needs: texts that open and change, and a record of what it is told to show.
const disposable = () => ({ dispose() {} });

export class Emitter {
    listeners = new Set();
    event = (listener, self) => {
        const bound = listener.bind(self);
        this.listeners.add(bound);
        return { dispose: () => this.listeners.delete(bound) };
    };
    async fire(value) {
        await Promise.all([...this.listeners].map(listener => listener(value)));
    }
    dispose() {}
}

export class Position {
    constructor(line, character) {
        Object.assign(this, { line, character });
    }
}

export class Range {
    constructor(a, b, c, d) {
        [this.start, this.end] = typeof a === 'number' ? [new Position(a, b), new Position(c, d)] : [a, b];
    }
}

export class Uri {
    constructor(path, scheme = 'file') {
        Object.assign(this, { scheme, path, fsPath: path, authority: '', query: '', fragment: '' });
    }
    toString() {
        return `${this.scheme}://${this.path}`;
    }
    static file = path => new Uri(path);
    static parse = text => new Uri(text.replace(/^[a-z]+:\/\//, ''), /^[a-z]+/.exec(text)[0]);
    static joinPath = (base, ...parts) => new Uri([base.path, ...parts].join('/'), base.scheme);
}

/** What is not there is a class, an event or a function that does nothing, as its name says. */
function lenient(known) {
    return new Proxy(known, {
        get(target, name) {
            if (name in target || typeof name === 'symbol' || name === 'then') return target[name];
            if (/^on(Did|Will)/.test(name)) target[name] = new Emitter().event;
            else if (/^[A-Z]/.test(name)) target[name] = lenient(class {
                constructor(...values) {
                    this.values = values;
                }
            });
            else target[name] = disposable;
            return target[name];
        },
        has: () => true,
    });
}

export function textDocument(path, text) {
    return {
        uri: Uri.file(path), fileName: path, languageId: 'nas', version: 1, isDirty: false, isUntitled: false, isClosed: false, text,
        getText: function () { return this.text; },
    };
}

/** The API, and what a test reads from it and fires. */
export function stub(settings) {
    const events = { open: new Emitter(), change: new Emitter(), close: new Emitter(), editor: new Emitter(), selection: new Emitter() };
    const shown = { errors: [], diagnostics: new Map(), commands: new Map(), documents: [], panels: [], providers: [] };
    const documents = [];
    const collection = () => ({
        name: 'nas', set: (uri, list) => shown.diagnostics.set(String(uri), list ?? []), delete: uri => shown.diagnostics.delete(String(uri)),
        clear: () => shown.diagnostics.clear(), has: uri => shown.diagnostics.has(String(uri)), get: uri => shown.diagnostics.get(String(uri)),
        forEach() {}, dispose() {},
    });
    const provider = kind => (...args) => {
        shown.providers.push({ kind, args });
        return disposable();
    };
    const log = () => ({ append() {}, appendLine() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {}, show() {}, clear() {}, dispose() {}, logLevel: 3, onDidChangeLogLevel: new Emitter().event });
    const providers = Object.fromEntries(['Hover', 'CompletionItem', 'SignatureHelp', 'Definition', 'Reference', 'Rename', 'CodeActions', 'DocumentFormattingEdit',
        'DocumentSemanticTokens', 'InlayHints', 'CallHierarchy'].map(kind => [`register${kind}Provider`, provider(kind)]));
    const panel = () => {
        const messages = new Emitter(), sent = [];
        const result = {
            webview: { html: '', cspSource: 'vscode-resource:', asWebviewUri: uri => uri, onDidReceiveMessage: messages.event, postMessage: async m => { sent.push(m); return true; } },
            onDidDispose: new Emitter().event, reveal() {}, dispose() {}, sent, messages,
        };
        shown.panels.push(result);
        return result;
    };
    const api = lenient({
        version: '1.91.0', Position, Range, Uri, EventEmitter: Emitter,
        Disposable: class {
            constructor(dispose) {
                this.dispose = dispose ?? (() => {});
            }
            static from = (...all) => ({ dispose: () => all.forEach(d => d.dispose()) });
        },
        CancellationTokenSource: class {
            token = { isCancellationRequested: false, onCancellationRequested: () => disposable() };
            cancel() {
                this.token.isCancellationRequested = true;
            }
            dispose() {}
        },
        Diagnostic: class {
            constructor(range, message, severity) {
                Object.assign(this, { range, message, severity });
            }
        },
        DiagnosticSeverity: { Error: 0, Warning: 1, Information: 2, Hint: 3 },
        ViewColumn: { Active: -1, Beside: -2, One: 1 },
        MarkdownString: class {
            constructor(value) {
                this.value = value ?? '';
            }
            appendMarkdown(text) {
                this.value += text;
                return this;
            }
            appendCodeblock(text) {
                this.value += text;
                return this;
            }
        },
        Hover: class {
            constructor(contents, range) {
                Object.assign(this, { contents: [contents].flat(), range });
            }
        },
        env: lenient({ language: 'en', appName: 'test', appHost: 'desktop' }),
        extensions: lenient({ all: [], getExtension: () => undefined }),
        commands: lenient({
            registerCommand(name, action) {
                shown.commands.set(name, action);
                return disposable();
            },
        }),
        languages: lenient({ ...providers, match: (selector, document) => selector.some?.(s => s.language === document.languageId) || selector.language === document.languageId ? 10 : 0, createDiagnosticCollection: collection }),
        window: lenient({
            activeTextEditor: undefined, visibleTextEditors: [], terminals: [], tabGroups: lenient({ all: [], activeTabGroup: { tabs: [] } }),
            createOutputChannel: log, createWebviewPanel: panel,
            showErrorMessage: async message => { shown.errors.push(message); },
            showTextDocument: async document => { shown.documents.push(document); return { document }; },
            onDidChangeActiveTextEditor: events.editor.event, onDidChangeTextEditorSelection: events.selection.event,
        }),
        workspace: lenient({
            textDocuments: documents, notebookDocuments: [], workspaceFolders: undefined, rootPath: undefined,
            getConfiguration: () => ({ get: (key, fallback) => settings[key] ?? fallback, has: key => key in settings, inspect: () => undefined }),
            onDidOpenTextDocument: events.open.event, onDidChangeTextDocument: events.change.event, onDidCloseTextDocument: events.close.event,
            openTextDocument: async options => ({ ...options, languageId: options.language }),
            createFileSystemWatcher: () => ({ onDidCreate: new Emitter().event, onDidChange: new Emitter().event, onDidDelete: new Emitter().event, dispose() {} }),
        }),
    });
    return { api, events, shown, documents };
}
