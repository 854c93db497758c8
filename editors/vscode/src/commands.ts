// The commands: what they make opens beside the program and is written nowhere unless one saves it.
import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { findCompiler } from './compiler';

const MostOutput = 64 * 1024 * 1024;

export function registerCommands(
  context: vscode.ExtensionContext, client: () => LanguageClient | undefined, restart: () => Promise<void>,
): void {
  const register = (name: string, action: () => Promise<unknown>) =>
    context.subscriptions.push(vscode.commands.registerCommand(name, async () => {
      try {
        await action();
      } catch (error) {
        void vscode.window.showErrorMessage(`NAS: ${error instanceof Error ? error.message : error}`);
      }
    }));
  register('nas.restart', restart);
  register('nas.openGenerated', () => openGenerated(client(), 'supernet'));
  register('nas.openChild', () => openGenerated(client(), 'child'));
  register('nas.compile', compile);
  register('nas.sample', sample);
}

function program(): vscode.TextEditor {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId !== 'nas') throw new Error('open a .nas file first');
  return editor;
}

/** The C# of the text as it is in the editor, saved or not. */
async function openGenerated(client: LanguageClient | undefined, form: 'supernet' | 'child'): Promise<void> {
  const editor = program();
  if (!client) throw new Error('the language server is not running');
  const answer = await client.sendRequest<{ text?: string; problem?: string }>('nas/generated', {
    textDocument: { uri: editor.document.uri.toString() }, position: editor.selection.active, form,
  });
  if (answer.text === undefined) throw new Error(answer.problem ?? 'there is nothing to show');
  await openBeside('csharp', answer.text);
}

async function compile(): Promise<void> {
  const { document } = await saved();
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(document.uri.fsPath.replace(/\.nas$/, '.cs')), filters: { 'C#': ['cs'] }, title: 'Compile to a supernet',
  });
  if (!target) return;
  await nasc(document, 'compile', document.uri.fsPath, '--emit', 'supernet', '-o', target.fsPath);
  await vscode.window.showTextDocument(target, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
}

async function sample(): Promise<void> {
  const { document } = await saved();
  const seed = await vscode.window.showInputBox({
    title: 'Sample an architecture', prompt: 'The seed', value: '0', validateInput: text => /^-?\d{1,18}$/.test(text) ? null : 'a whole number',
  });
  if (seed === undefined) return;
  await openBeside('json', await nasc(document, 'sample', document.uri.fsPath, '--seed', seed));
}

async function saved(): Promise<vscode.TextEditor> {
  const editor = program();
  if (editor.document.isUntitled || (editor.document.isDirty && !await editor.document.save())) throw new Error('save the program first');
  return editor;
}

async function openBeside(language: string, content: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language, content });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: true });
}

/** What `nasc` writes; its first diagnostic is the error where it fails. */
export function nasc(document: vscode.TextDocument, ...args: string[]): Promise<string> {
  const compiler = findCompiler();
  if (compiler === null) return Promise.reject(new Error('`nasc` is not on PATH; set `nas.path`'));
  return new Promise((resolve, reject) => execFile(
    compiler, args, { cwd: dirname(document.uri.fsPath), maxBuffer: MostOutput, env: { ...process.env, NO_COLOR: '1' } },
    (error, stdout, stderr) => error ? reject(new Error(stderr.split('\n').find(line => line.trim() !== '') ?? error.message)) : resolve(stdout)));
}
