// Where the compiler is: the setting `nas.path`, else the first `nasc` on PATH.
import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';

export function findCompiler(): string | null {
  const setting = vscode.workspace.getConfiguration('nas').get<string>('path', '').trim();
  if (setting !== '') return resolve(setting);
  for (const folder of (process.env.PATH ?? '').split(delimiter))
    for (const name of process.platform === 'win32' ? ['nasc.exe', 'nasc.cmd'] : ['nasc'])
      if (folder !== '' && isExecutable(join(folder, name))) return join(folder, name);
  return null;
}

/** `~` is the home folder; what is not absolute lies in the workspace. */
function resolve(path: string): string | null {
  const full = path.replace(/^~(?=$|[\\/])/, homedir()).replaceAll('${workspaceFolder}', vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '');
  if (isAbsolute(full)) return isExecutable(full) ? full : null;
  const inside = (vscode.workspace.workspaceFolders ?? []).map(folder => join(folder.uri.fsPath, full));
  return inside.find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
