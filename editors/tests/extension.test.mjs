// The extension of Visual Studio Code against the real language server, with a stub in the editor's place. Needs esbuild and
// the client's packages in the folder that NASDSL_EDITOR_MODULES names (test.sh installs them), and the built nasc; skipped without.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Module from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import test, { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { stub, textDocument } from './vscode-stub.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const modules = process.env.NASDSL_EDITOR_MODULES ?? join(root, 'node_modules');
const nasc = process.env.NASDSL_NASC ?? join(root, 'src', 'NasDsl.Cli', 'bin', 'Release', 'net10.0', 'nasc');
const folder = join(root, 'editors', 'vscode');
const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const needed = ['esbuild', 'vscode-languageclient', '@dagrejs/dagre', 'd3-shape'];
const skip = needed.find(name => !existsSync(join(modules, name))) ? 'the packages of the extension are not installed'
    : existsSync(nasc) ? false : `${nasc} was not built`;

const program = `cell Block(a) {
  nodes n[2] = sum(choose 1 of [s |> choose { skip, conv = conv(4, 3) } for s in [a, ..n]])
  output n[-1]
}
network Tiny(image: [4, 8, 8]) { output image |> Block |> global_avg_pool |> linear(2) }
`;

const scratch = mkdtempSync(join(tmpdir(), 'nas-extension-'));
const file = join(scratch, 'tiny.nas');
let editor, extension, exported, document;

/** Waits for what comes when the server has answered. */
async function until(condition, what) {
    for (let i = 0; i < 600; i++) {
        const value = await condition();
        if (value) return value;
        await new Promise(resolve => setTimeout(resolve, 50));
    }
    assert.fail(`there was no ${what}`);
}

/** Loads the bundle with a stub for `vscode`. */
function load(settings) {
    const made = stub(settings);
    const original = Module._load;
    Module._load = (name, ...rest) => name === 'vscode' ? made.api : original(name, ...rest);
    const require = createRequire(import.meta.url);
    const path = join(scratch, 'dist', 'extension.js');
    delete require.cache[path];
    const loaded = require(path);
    return { ...made, loaded, context: { subscriptions: [], extensionUri: made.api.Uri.file(folder), asAbsolutePath: name => join(folder, name) } };
}

before(async () => {
    if (skip) return;
    execFileSync('node', [join(folder, 'build.mjs'), modules, join(scratch, 'dist')], { timeout: 120_000 });
    writeFileSync(file, program);
    editor = load({ path: nasc });
    document = textDocument(file, program);
    editor.documents.push(document);
    editor.api.window.activeTextEditor = { document, selection: { active: new editor.api.Position(1, 4) } };
    exported = await editor.loaded.activate(editor.context);
});

after(async () => {
    await extension?.deactivate?.();
    await editor?.loaded.deactivate();
    rmSync(scratch, { recursive: true, force: true });
});

const change = async text => {
    const lines = document.text.split('\n');
    document.text = text;
    document.version++;
    await editor.events.change.fire({
        document, reason: undefined,
        contentChanges: [{ range: new editor.api.Range(0, 0, lines.length - 1, lines.at(-1).length), rangeOffset: 0, rangeLength: 0, text }],
    });
};

const diagnostics = () => editor.shown.diagnostics.get(document.uri.toString());

test('the server starts, and offers what it can', { skip, timeout: 60_000 }, () => {
    assert.deepEqual(editor.shown.errors, []);
    assert.equal(exported.client().initializeResult.serverInfo.name, 'nasc');
    const kinds = new Set(editor.shown.providers.map(p => p.kind));
    for (const kind of ['Hover', 'CompletionItem', 'Definition', 'Rename', 'CodeActions', 'DocumentFormattingEdit', 'InlayHints'])
        assert.ok(kinds.has(kind), kind);
});

test('an error is shown, and goes when it is mended', { skip, timeout: 60_000 }, async () => {
    await change(program.replace('global_avg_pool', 'global_avg_pol'));
    const [error] = await until(() => diagnostics()?.length === 1 && diagnostics(), 'diagnostic');
    assert.match(error.message, /unknown .*`global_avg_pol`/);
    assert.equal(error.severity, 0);
    assert.equal(error.range.start.line, 4);
    await change(program);
    await until(() => diagnostics()?.length === 0, 'end of the error');
});

test('a hover has the shape', { skip, timeout: 60_000 }, async () => {
    const { args: [, provider] } = editor.shown.providers.find(p => p.kind === 'Hover');
    const token = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose() {} }) };
    const hover = await provider.provideHover(document, new editor.api.Position(4, 70), token);
    assert.match(hover.contents.map(c => c.value ?? c).join('\n'), /global_avg_pool/);
});

test('the preview gets drawings and facts, and follows the cursor', { skip, timeout: 60_000 }, async () => {
    editor.shown.commands.get('nas.preview')();
    const [panel] = editor.shown.panels;
    assert.match(panel.webview.html, /default-src 'none'/);
    assert.doesNotMatch(panel.webview.html, /https?:/);
    await panel.messages.fire('ready');
    const { preview } = await until(() => panel.sent.at(-1), 'preview');
    assert.deepEqual(preview.graphs.map(g => g.name), ['Tiny', 'Block']);
    assert.equal(preview.current, 1);
    assert.ok(Number(preview.facts.architectures) > 1);
    await editor.events.selection.fire({ textEditor: { document, selection: { active: new editor.api.Position(4, 10) } } });
    await until(() => panel.sent.at(-1).preview.current === 0, 'drawing of the network');
});

test('the generated C# opens beside', { skip, timeout: 60_000 }, async () => {
    await editor.shown.commands.get('nas.openGenerated')();
    const supernet = editor.shown.documents.at(-1);
    assert.equal(supernet.language, 'csharp');
    assert.match(supernet.content, /class TinySupernet/);
    await editor.shown.commands.get('nas.openChild')();
    assert.match(editor.shown.documents.at(-1).content, /class Tiny\b/);
});

test('a sample is an architecture', { skip, timeout: 60_000 }, async () => {
    editor.api.window.showInputBox = async () => '3';
    await editor.shown.commands.get('nas.sample')();
    assert.equal(JSON.parse(editor.shown.documents.at(-1).content).network, 'Tiny');
});

test('without a compiler it says what to set, and nothing breaks', { skip, timeout: 60_000 }, async () => {
    const path = process.env.PATH;
    try {
        process.env.PATH = scratch;
        const alone = load({});
        const { client } = await alone.loaded.activate(alone.context);
        assert.equal(client(), undefined);
        assert.match(alone.shown.errors[0], /not on PATH/);
    } finally {
        process.env.PATH = path;
    }
});

test('nasc is found on PATH', { skip, timeout: 60_000 }, async () => {
    const path = process.env.PATH;
    try {
        process.env.PATH = `${dirname(nasc)}${delimiter}${path}`;
        const found = load({});
        extension = found.loaded;
        const { client } = await found.loaded.activate(found.context);
        assert.deepEqual(found.shown.errors, []);
        assert.ok(client().isRunning());
    } finally {
        process.env.PATH = path;
    }
});

test('every command that the manifest names is there', { skip }, () => {
    for (const { command } of manifest.contributes.commands) assert.ok(editor.shown.commands.has(command), command);
});

test('what the manifest names exists', () => {
    const paths = [manifest.contributes.grammars[0].path, manifest.contributes.snippets[0].path, manifest.contributes.languages[0].configuration];
    for (const path of paths) assert.ok(existsSync(join(folder, path)), path);
    assert.deepEqual(
        readFileSync(join(folder, manifest.contributes.grammars[0].path)), readFileSync(join(root, 'editors', 'textmate', 'nas.tmLanguage.json')));
});
