// Tokenises .nas files with the engine of Visual Studio Code and checks the scopes. Needs the packages vscode-textmate
// and vscode-oniguruma in the folder that NASDSL_EDITOR_MODULES names (test.sh installs them); skipped without.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const modules = process.env.NASDSL_EDITOR_MODULES ?? join(root, 'node_modules');
const skip = existsSync(join(modules, 'vscode-textmate')) ? false : 'vscode-textmate is not installed';

const extension = join(root, 'editors', 'vscode');
const manifest = JSON.parse(readFileSync(join(extension, 'package.json'), 'utf8'));

async function loadGrammar() {
    const require = createRequire(join(modules, 'any.js'));
    const oniguruma = require('vscode-oniguruma');
    const textmate = require('vscode-textmate');
    const wasm = readFileSync(join(modules, 'vscode-oniguruma', 'release', 'onig.wasm'));
    await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
    const { scopeName, path } = manifest.contributes.grammars[0];
    const registry = new textmate.Registry({
        onigLib: Promise.resolve({
            createOnigScanner: patterns => new oniguruma.OnigScanner(patterns),
            createOnigString: text => new oniguruma.OnigString(text),
        }),
        loadGrammar: async name =>
            name === scopeName ? textmate.parseRawGrammar(readFileSync(join(extension, path), 'utf8'), path) : null,
    });
    return { grammar: await registry.loadGrammar(scopeName), start: textmate.INITIAL };
}

const loaded = skip ? null : await loadGrammar();

/** The tokens of a text: `{ line, column, text, scope }`, with the innermost scope, without white space. */
function tokensOf(source) {
    let state = loaded.start;
    return source.split(/\r?\n/).flatMap((content, line) => {
        const result = loaded.grammar.tokenizeLine(content, state);
        state = result.ruleStack;
        return result.tokens
            .map(token => ({
                line,
                column: token.startIndex,
                text: content.slice(token.startIndex, token.endIndex).trim(),
                scope: token.scopes.at(-1),
                scopes: token.scopes,
            }))
            .filter(token => token.text !== '');
    });
}

/** Asserts the scopes of a line's tokens: pairs of text and innermost scope, without `.nas`. */
function assertScopes(source, expected) {
    assert.deepEqual(tokensOf(source).map(token => [token.text, token.scope.replace(/\.nas$/, '')]), expected);
}

const reserved = () => {
    const lexer = readFileSync(join(root, 'grammar', 'NasLexer.g4'), 'utf8');
    const parser = readFileSync(join(root, 'grammar', 'NasParser.g4'), 'utf8');
    const names = new Set(/\nidentifier\s*:([^;]*);/.exec(parser)[1].match(/[A-Z]+/g));
    return new Set([...lexer.matchAll(/^([A-Z_]+)\s*:\s*'([a-z]+)'/gm)].filter(([, name]) => !names.has(name)).map(m => m[2]));
};

for (const file of readdirSync(join(root, 'examples')).filter(name => name.endsWith('.nas'))) {
    test(`${file}: every word, number, comment and bracket has a scope`, { skip }, () => {
        const words = reserved();
        assert.ok(words.has('choose') && !words.has('step'));
        const inText = token => token.scopes.some(scope => /^(comment|string)\./.test(scope));
        for (const token of tokensOf(readFileSync(join(root, 'examples', file), 'utf8'))) {
            const place = `${file}:${token.line + 1}:${token.column + 1}: \`${token.text}\` has the scope ${token.scope}`;
            assert.notEqual(token.scope, 'source.nas', place);
            if (!inText(token) && words.has(token.text)) assert.match(token.scope, /^(storage|keyword|constant)\./, place);
            if (/^[0-9]/.test(token.text) && !inText(token)) assert.match(token.scope, /^constant\.numeric\./, place);
            if (token.text.startsWith('//')) assert.match(token.scope, /^comment\.line\./, place);
        }
    });
}

test('a declaration, its parameters and a comment', { skip }, () => assertScopes('cell Normal(width = 3) { // c', [
    ['cell', 'storage.type'],
    ['Normal', 'entity.name.type'],
    ['(', 'punctuation.section.parens'],
    ['width', 'variable.other.definition'],
    ['=', 'keyword.operator'],
    ['3', 'constant.numeric'],
    [')', 'punctuation.section.parens'],
    ['{', 'punctuation.section.braces'],
    ['// c', 'comment.line.double-slash'],
]));

test('a number and its unit', { skip }, () => assertScopes('params <= 3.5M, 50%, 3e-4..2', [
    ['params', 'variable.other'],
    ['<=', 'keyword.operator'],
    ['3.5', 'constant.numeric'],
    ['M', 'keyword.other.unit'],
    [',', 'punctuation.separator'],
    ['50', 'constant.numeric'],
    ['%', 'keyword.other.unit'],
    [',', 'punctuation.separator'],
    ['3e-4', 'constant.numeric'],
    ['..', 'keyword.operator.range'],
    ['2', 'constant.numeric'],
]));

test('a word with a meaning in one place is a name elsewhere', { skip }, () => {
    assertScopes('x = choose any of [a], step 2', [
        ['x', 'variable.other.definition'],
        ['=', 'keyword.operator'],
        ['choose', 'keyword.control'],
        ['any', 'keyword.other'],
        ['of', 'keyword.other'],
        ['[', 'punctuation.section.brackets'],
        ['a', 'variable.other'],
        [']', 'punctuation.section.brackets'],
        [',', 'punctuation.separator'],
        ['step', 'keyword.other'],
        ['2', 'constant.numeric'],
    ]);
    assertScopes('{ scale, log, step }', [
        ['{', 'punctuation.section.braces'],
        ['scale', 'variable.other'],
        [',', 'punctuation.separator'],
        ['log', 'variable.other'],
        [',', 'punctuation.separator'],
        ['step', 'variable.other'],
        ['}', 'punctuation.section.braces'],
    ]);
    assertScopes('  augment Policy', [['augment', 'storage.type'], ['Policy', 'entity.name.type']]);
    assertScopes('  augment = [flip]', [
        ['augment', 'variable.other.definition'],
        ['=', 'keyword.operator'],
        ['[', 'punctuation.section.brackets'],
        ['flip', 'variable.other'],
        [']', 'punctuation.section.brackets'],
    ]);
});

test('a string ends with its line, a block comment does not', { skip }, () => {
    const tokens = tokensOf('import "a\\"b\nconst /* choose\n choose */ true');
    assert.deepEqual(tokens.filter(token => token.text === 'const').map(token => token.scope), ['storage.type.nas']);
    assert.ok(tokens.filter(token => token.text.startsWith('choose')).every(token => token.scope === 'comment.block.nas'));
    assert.equal(tokens.at(-1).scope, 'constant.language.nas');
    assert.equal(tokens.find(token => token.text === '\\"').scope, 'constant.character.escape.nas');
});

test('the indentation rule opens after a bracket and closes before one', () => {
    const { indentationRules: rules } = JSON.parse(readFileSync(join(extension, 'language-configuration.json'), 'utf8'));
    const increase = new RegExp(rules.increaseIndentPattern);
    const decrease = new RegExp(rules.decreaseIndentPattern);
    for (const line of ['cell A(x) {', '  body = chain stem {   // note', '  n = sum(choose 2 of [', 'f(', 'x = "}" + {'])
        assert.match(line, increase);
    for (const line of ['op A(x) = x', '// {', 'x = "{"', 'opset A { a }', 'x // {'])
        assert.doesNotMatch(line, increase);
    for (const line of ['}', '  ])', '  )'])
        assert.match(line, decrease);
    assert.doesNotMatch('x = [1]', decrease);
});
