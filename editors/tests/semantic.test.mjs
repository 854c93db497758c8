// Semantic tokens of the language server and the scopes of the TextMate grammar agree on every example. Needs the packages
// vscode-textmate and vscode-oniguruma in the folder that NASDSL_EDITOR_MODULES names, and the built nasc; skipped without.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import test, { after, before } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const modules = process.env.NASDSL_EDITOR_MODULES ?? join(root, 'node_modules');
const nasc = process.env.NASDSL_NASC ?? join(root, 'src', 'NasDsl.Cli', 'bin', 'Release', 'net10.0', 'nasc');
const skip = !existsSync(join(modules, 'vscode-textmate')) ? 'vscode-textmate is not installed'
    : existsSync(nasc) ? false : `${nasc} was not built`;

/** What a word may look like to the grammar, which sees no declarations, by what the server knows it is. */
const Agreeing = {
    keyword: /^(storage|keyword|constant\.language)\b/,
    number: /^(constant\.numeric|keyword\.other\.unit)\b/,
    string: /^(string|constant\.character\.escape|punctuation\.definition\.string)\b/,
    comment: /^(comment|punctuation\.definition\.comment)\b/,
    function: /^(entity\.name\.function|entity\.name\.type|variable\.other)\b/,
    class: /^(entity\.name\.function|entity\.name\.type|variable\.other)\b/,
    enum: /^(entity\.name\.function|entity\.name\.type|variable\.other)\b/,
    // A parameter may be an operation, and is called then.
    parameter: /^(variable|entity\.name\.function)\b/,
    variable: /^(variable|entity\.name)\b/,
    namespace: /^variable\b/,
    property: /^variable\b/,
};

let server, grammar, start, legend;
const waiting = new Map();

before(async () => {
    if (skip) return;
    const require = createRequire(join(modules, 'any.js'));
    const oniguruma = require('vscode-oniguruma'), textmate = require('vscode-textmate');
    const wasm = readFileSync(join(modules, 'vscode-oniguruma', 'release', 'onig.wasm'));
    await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
    const path = join(root, 'editors', 'textmate', 'nas.tmLanguage.json');
    const registry = new textmate.Registry({
        onigLib: Promise.resolve({ createOnigScanner: p => new oniguruma.OnigScanner(p), createOnigString: t => new oniguruma.OnigString(t) }),
        loadGrammar: async () => textmate.parseRawGrammar(readFileSync(path, 'utf8'), path),
    });
    grammar = await registry.loadGrammar('source.nas');
    start = textmate.INITIAL;
    server = spawn(nasc, ['lsp'], { stdio: ['pipe', 'pipe', 'inherit'] });
    let buffer = Buffer.alloc(0);
    server.stdout.on('data', chunk => {
        buffer = Buffer.concat([buffer, chunk]);
        for (;;) {
            const end = buffer.indexOf('\r\n\r\n');
            const length = end < 0 ? NaN : Number(/Content-Length: (\d+)/.exec(buffer.subarray(0, end))[1]);
            if (!(buffer.length >= end + 4 + length)) return;
            const message = JSON.parse(buffer.subarray(end + 4, end + 4 + length));
            buffer = buffer.subarray(end + 4 + length);
            waiting.get(message.id)?.(message.result);
        }
    });
    legend = (await request('initialize', { capabilities: {} })).capabilities.semanticTokensProvider.legend;
});

after(() => server?.kill());

const write = message => {
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
    server.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    server.stdin.write(body);
};

function request(method, params) {
    const id = waiting.size + 1;
    write({ id, method, params });
    return new Promise(resolve => waiting.set(id, resolve));
}

/** The innermost scope of each character. */
function scopesOf(text) {
    let state = start;
    return text.split(/\r?\n/).map(content => {
        const result = grammar.tokenizeLine(content, state);
        state = result.ruleStack;
        return Array.from(content, (_, i) => result.tokens.findLast(token => token.startIndex <= i).scopes.at(-1));
    });
}

for (const file of readdirSync(join(root, 'examples')).filter(name => name.endsWith('.nas'))) {
    test(`${file}: what the server knows of a word and what the grammar makes of it go together`, { skip, timeout: 60_000 }, async () => {
        const path = join(root, 'examples', file);
        const text = readFileSync(path, 'utf8');
        const uri = pathToFileURL(path).href;
        write({ method: 'textDocument/didOpen', params: { textDocument: { uri, languageId: 'nas', version: 1, text } } });
        const { data } = await request('textDocument/semanticTokens/full', { textDocument: { uri } });
        const scopes = scopesOf(text), lines = text.split(/\r?\n/);
        let [line, column] = [0, 0];
        assert.ok(data.length > 100);
        for (let i = 0; i < data.length; i += 5) {
            const [down, right, length, type, modifiers] = data.slice(i, i + 5);
            [line, column] = down > 0 ? [line + down, right] : [line, column + right];
            const kind = legend.tokenTypes[type];
            const place = `${file}:${line + 1}:${column + 1}: \`${lines[line].slice(column, column + length)}\` is a ${kind}`;
            for (const scope of new Set(scopes[line].slice(column, column + length))) assert.match(scope, Agreeing[kind], place);
            if (modifiers & 1 && ['class', 'enum', 'function'].includes(kind)) assert.match(scopes[line][column], /^entity\.name\.type\b/, place);
        }
    });
}
