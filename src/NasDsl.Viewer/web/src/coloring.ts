// The TextMate grammar in Monaco, and themes for its scopes.
import * as monaco from 'monaco-editor/editor/editor.api.js';
import { INITIAL, parseRawGrammar, Registry, type StateStack } from 'vscode-textmate';
import { createOnigScanner, createOnigString, loadWASM } from 'vscode-oniguruma';
import grammar from '../../../../editors/textmate/nas.tmLanguage.json';
import configuration from '../../../../editors/vscode/language-configuration.json';

class State implements monaco.languages.IState {
  constructor(readonly stack: StateStack) {}

  clone(): State {
    return new State(this.stack.clone());
  }

  equals(other: monaco.languages.IState): boolean {
    return other instanceof State && other.stack.equals(this.stack);
  }
}

export async function colorLanguage(language: string): Promise<void> {
  await loadWASM(await (await fetch('onig.wasm')).arrayBuffer());
  const registry = new Registry({
    onigLib: Promise.resolve({ createOnigScanner, createOnigString }),
    loadGrammar: async () => parseRawGrammar(JSON.stringify(grammar), 'nas.tmLanguage.json'),
  });
  const loaded = await registry.loadGrammar(grammar.scopeName);
  monaco.languages.register({ id: language, extensions: ['.nas'] });
  const { wordPattern, indentationRules, onEnterRules: _, folding: __, ...rest } = configuration as any;
  monaco.languages.setLanguageConfiguration(language, {
    ...rest,
    wordPattern: new RegExp(wordPattern),
    indentationRules: {
      increaseIndentPattern: new RegExp(indentationRules.increaseIndentPattern),
      decreaseIndentPattern: new RegExp(indentationRules.decreaseIndentPattern),
    },
    onEnterRules: [{ beforeText: /^\s*\/\/\//, action: { indentAction: monaco.languages.IndentAction.None, appendText: '/// ' } }],
  });
  monaco.languages.setTokensProvider(language, {
    getInitialState: () => new State(INITIAL),
    tokenize(line, state) {
      const result = loaded!.tokenizeLine(line, (state as State).stack);
      return {
        tokens: result.tokens.map(token => ({ startIndex: token.startIndex, scopes: token.scopes.at(-1)! })),
        endState: new State(result.ruleStack),
      };
    },
  });
}

const rules = (keyword: string, type: string, name: string, number: string, string: string, comment: string, func: string, parameter: string) => [
  ['storage', keyword], ['keyword.control', keyword], ['keyword.other', keyword], ['keyword.operator', name], ['constant.language', number],
  ['entity.name.type', type], ['entity.name.function', func], ['support.function', func], ['variable.parameter', parameter],
  ['variable', name], ['constant.numeric', number], ['keyword.other.unit', number], ['string', string], ['comment', comment],
  ['keyword', keyword], ['class', type], ['enum', type], ['type', type], ['function', func], ['parameter', parameter], ['property', parameter],
  ['number', number], ['operator', name], ['namespace', type],
].map(([token, foreground]) => ({ token, foreground, ...(token === 'comment' ? { fontStyle: 'italic' } : {}) }));

export function defineThemes(): void {
  monaco.editor.defineTheme('nas-light', {
    base: 'vs', inherit: true,
    rules: rules('5b3fc4', '0f766e', '16202e', 'a2460a', '237446', '647284', '1f5fa8', '7a4a00'),
    colors: { 'editor.background': '#ffffff', 'editor.lineHighlightBackground': '#f4f6f9', 'editorLineNumber.foreground': '#8b96a5', 'editorInlayHint.foreground': '#64748b', 'editorInlayHint.background': '#f4f6f9', 'editorSuggestWidget.selectedBackground': '#e4e8fb', 'editorSuggestWidget.selectedForeground': '#16202e', 'editorSuggestWidget.highlightForeground': '#3f51d1', 'editorSuggestWidget.focusHighlightForeground': '#3f51d1', 'editorSuggestWidget.border': '#dfe3e9', 'editorHoverWidget.border': '#dfe3e9' },
  });
  monaco.editor.defineTheme('nas-dark', {
    base: 'vs-dark', inherit: true,
    rules: rules('b9a5ff', '5fd0c5', 'e8edf4', 'f3a86b', '7fd4a3', '8593a6', '7db8f7', 'e8c07d'),
    colors: { 'editor.background': '#131a23', 'editor.lineHighlightBackground': '#1a222d', 'editorLineNumber.foreground': '#66758a', 'editorInlayHint.foreground': '#9fb0c4', 'editorInlayHint.background': '#1b2430', 'editorWidget.background': '#1b2430', 'editorSuggestWidget.background': '#1b2430', 'editorSuggestWidget.selectedBackground': '#2d3a66', 'editorSuggestWidget.border': '#2a3543', 'editorHoverWidget.border': '#2a3543', 'editorHoverWidget.background': '#1b2430' },
  });
}
