// The preview beside a program: its drawings and facts, which follow the cursor and each edit.
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';

const Quiet = 200;

export class PreviewPanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private source: vscode.TextEditor | undefined;
  private timer: NodeJS.Timeout | undefined;
  private readonly listeners: vscode.Disposable[];

  constructor(private readonly context: vscode.ExtensionContext, private readonly client: () => LanguageClient | undefined) {
    this.listeners = [
      vscode.window.onDidChangeActiveTextEditor(editor => this.follow(editor)),
      vscode.window.onDidChangeTextEditorSelection(event => this.follow(event.textEditor)),
      vscode.workspace.onDidChangeTextDocument(event => {
        if (event.document === this.source?.document) this.later();
      }),
    ];
  }

  show(): void {
    if (this.panel) {
      this.panel.reveal(undefined, true);
    } else {
      const media = vscode.Uri.joinPath(this.context.extensionUri, 'dist');
      this.panel = vscode.window.createWebviewPanel(
        'nas.preview', 'NAS preview', { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
        { enableScripts: true, localResourceRoots: [media], retainContextWhenHidden: true });
      this.panel.onDidDispose(() => {
        this.panel = undefined;
      });
      this.panel.webview.onDidReceiveMessage(message => {
        if (message === 'ready') void this.refresh();
      });
      this.panel.webview.html = page(this.panel.webview, media);
    }
    this.follow(vscode.window.activeTextEditor);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.panel?.dispose();
    for (const listener of this.listeners) listener.dispose();
  }

  private follow(editor: vscode.TextEditor | undefined): void {
    if (editor?.document.languageId !== 'nas') return;
    this.source = editor;
    this.later();
  }

  private later(): void {
    if (!this.panel) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.refresh(), Quiet);
  }

  /** Null where the program has errors: the page then keeps what it shows, and says so. */
  async refresh(): Promise<void> {
    const client = this.client();
    if (!client || !this.source || !this.panel) return;
    try {
      const { document, selection } = this.source;
      const preview = await client.sendRequest('nas/preview', { textDocument: { uri: document.uri.toString() }, position: selection.active });
      await this.panel?.webview.postMessage({ preview });
    } catch {
      // Stale or stopped: the next edit asks again.
    }
  }
}

function page(webview: vscode.Webview, media: vscode.Uri): string {
  const nonce = randomBytes(16).toString('hex');
  const file = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(media, name));
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${webview.cspSource} 'unsafe-inline'; script-src 'nonce-${nonce}'">
  <link rel="stylesheet" href="${file('webview.css')}">
  <title>NAS preview</title>
</head>
<body class="preview">
  <main id="preview"><p class="hint">Put the cursor into a .nas file.</p></main>
  <script nonce="${nonce}" src="${file('webview.js')}"></script>
</body>
</html>`;
}
