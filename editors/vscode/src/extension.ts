// A thin client of `nasc lsp`: the server knows everything, this starts it, and shows what VS Code has no place for.
import * as vscode from 'vscode';
import { LanguageClient, type LanguageClientOptions, type ServerOptions } from 'vscode-languageclient/node';
import { registerCommands } from './commands';
import { findCompiler } from './compiler';
import { PreviewPanel } from './preview';

export const Language = 'nas';

let client: LanguageClient | undefined;

/** What the extension hands out: for its tests, and for other extensions. */
export interface Api {
  client(): LanguageClient | undefined;
}

export async function activate(context: vscode.ExtensionContext): Promise<Api> {
  const output = vscode.window.createOutputChannel('NAS', { log: true });
  context.subscriptions.push(output);
  const restart = async () => {
    await stop();
    await start(context, output);
  };
  registerCommands(context, () => client, restart);
  const preview = new PreviewPanel(context, () => client);
  context.subscriptions.push(
    preview,
    vscode.commands.registerCommand('nas.preview', () => preview.show()),
    vscode.workspace.onDidChangeConfiguration(event => {
      if (event.affectsConfiguration('nas.path')) void restart();
    }));
  await start(context, output);
  return { client: () => client };
}

export async function deactivate(): Promise<void> {
  await stop();
}

/** One that has not started cannot be stopped. */
async function stop(): Promise<void> {
  const running = client;
  client = undefined;
  await running?.stop().catch(() => undefined);
}

async function start(context: vscode.ExtensionContext, output: vscode.LogOutputChannel): Promise<void> {
  const compiler = findCompiler();
  if (compiler === null) {
    void askForCompiler();                       // activation does not wait for somebody to look
    return;
  }

  const server: ServerOptions = { command: compiler, args: ['lsp'] };
  const options: LanguageClientOptions = {
    documentSelector: [{ language: Language, scheme: 'file' }, { language: Language, scheme: 'untitled' }],
    synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher('**/*.nas') },
    outputChannel: output,
  };
  client = new LanguageClient(Language, 'NAS', server, options);
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    void vscode.window.showErrorMessage(`NAS: \`${compiler} lsp\` does not start: ${error instanceof Error ? error.message : error}`);
  }
}

async function askForCompiler(): Promise<void> {
  const choice = await vscode.window.showErrorMessage(
    'NAS: `nasc` is not on PATH. Colours and snippets work without it; for diagnostics and everything else, say where it is.', 'Open Settings');
  if (choice) await vscode.commands.executeCommand('workbench.action.openSettings', 'nas.path');
}
