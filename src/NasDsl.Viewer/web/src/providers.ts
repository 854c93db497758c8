// What the language server answers, as Monaco wants it. Positions there count from 1, here from 0.
import * as monaco from 'monaco-editor/editor/editor.api.js';
import type { LanguageConnection } from './lsp';

const Language = 'nas';
const { languages } = monaco;

interface LspRange { start: { line: number; character: number }; end: { line: number; character: number } }

const rangeOf = (range: LspRange): monaco.IRange => ({
  startLineNumber: range.start.line + 1, startColumn: range.start.character + 1,
  endLineNumber: range.end.line + 1, endColumn: range.end.character + 1,
});

const lspRange = (range: monaco.IRange): LspRange => ({
  start: { line: range.startLineNumber - 1, character: range.startColumn - 1 },
  end: { line: range.endLineNumber - 1, character: range.endColumn - 1 },
});

const lspPosition = (position: monaco.IPosition) => ({ line: position.lineNumber - 1, character: position.column - 1 });

/** Kinds of completion items: the protocol numbers them otherwise than Monaco. */
const Kinds = monaco.languages.CompletionItemKind;
const CompletionKinds: Record<number, monaco.languages.CompletionItemKind> = {
  3: Kinds.Function, 6: Kinds.Variable, 7: Kinds.Class, 9: Kinds.Module, 10: Kinds.Property, 12: Kinds.Value, 13: Kinds.Enum, 14: Kinds.Keyword, 21: Kinds.Constant,
};

/** Sends the text and its edits, and shows what the server finds. */
export function follow(model: monaco.editor.ITextModel, uri: string, server: LanguageConnection, found: (markers: monaco.editor.IMarkerData[], version: number) => void): void {
  server.on('textDocument/publishDiagnostics', ({ uri: of, diagnostics, version }) => {
    if (of !== uri) return;
    const markers = diagnostics.map((d: any): monaco.editor.IMarkerData => ({
      ...rangeOf(d.range), message: d.message, code: d.code, source: d.source,
      severity: d.severity === 1 ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning,
    }));
    monaco.editor.setModelMarkers(model, 'nasc', markers);
    found(markers, version);
  });
  server.notify('textDocument/didOpen', { textDocument: { uri, languageId: Language, version: model.getVersionId(), text: model.getValue() } });
  model.onDidChangeContent(event => server.notify('textDocument/didChange', {
    textDocument: { uri, version: model.getVersionId() },
    contentChanges: event.changes.map(change => ({ range: lspRange(change.range), text: change.text })),
  }));
}

export function register(model: monaco.editor.ITextModel, uri: string, server: LanguageConnection, capabilities: any): void {
  const textDocument = { uri };
  const at = (position: monaco.IPosition) => ({ textDocument, position: lspPosition(position) });
  const isOurs = (of: string) => of === uri;
  const edits = (list: any[]): monaco.languages.TextEdit[] => (list ?? []).map(edit => ({ range: rangeOf(edit.range), text: edit.newText }));

  languages.registerHoverProvider(Language, {
    async provideHover(_, position, token) {
      const hover = await server.request('textDocument/hover', at(position), token);
      return hover && { contents: [{ value: hover.contents.value }], range: hover.range && rangeOf(hover.range) };
    },
  });
  languages.registerCompletionItemProvider(Language, {
    triggerCharacters: capabilities.completionProvider?.triggerCharacters,
    async provideCompletionItems(_, position, __, token) {
      const items = await server.request<any[]>('textDocument/completion', at(position), token) ?? [];
      const word = model.getWordUntilPosition(position);
      const range = { startLineNumber: position.lineNumber, endLineNumber: position.lineNumber, startColumn: word.startColumn, endColumn: word.endColumn };
      return {
        suggestions: items.map(item => ({
          label: item.label, kind: CompletionKinds[item.kind] ?? Kinds.Text, detail: item.detail, sortText: item.sortText,
          documentation: item.documentation && { value: item.documentation.value }, insertText: item.insertText ?? item.label, range,
        })),
      };
    },
  });
  languages.registerSignatureHelpProvider(Language, {
    signatureHelpTriggerCharacters: capabilities.signatureHelpProvider?.triggerCharacters,
    async provideSignatureHelp(_, position, token) {
      const help = await server.request('textDocument/signatureHelp', at(position), token);
      return help && {
        value: {
          activeSignature: help.activeSignature ?? 0, activeParameter: help.activeParameter ?? 0,
          signatures: help.signatures.map((s: any) => ({ ...s, documentation: s.documentation && { value: s.documentation.value ?? s.documentation }, parameters: s.parameters ?? [] })),
        },
        dispose() {},
      };
    },
  });
  const places = async (method: string, position: monaco.IPosition, more = {}) => {
    const answer = await server.request(method, { ...at(position), ...more });
    return [answer].flat().filter(l => l && isOurs(l.uri)).map(l => ({ uri: model.uri, range: rangeOf(l.range) }));
  };
  languages.registerDefinitionProvider(Language, { provideDefinition: (_, position) => places('textDocument/definition', position) });
  languages.registerReferenceProvider(Language, {
    provideReferences: (_, position, context) => places('textDocument/references', position, { context }),
  });
  languages.registerDocumentHighlightProvider(Language, {
    async provideDocumentHighlights(_, position, token) {
      const found = await server.request<any[]>('textDocument/documentHighlight', at(position), token);
      return (found ?? []).map(highlight => ({ range: rangeOf(highlight.range) }));
    },
  });
  languages.registerRenameProvider(Language, {
    async provideRenameEdits(_, position, newName) {
      try {
        const answer = await server.request('textDocument/rename', { ...at(position), newName });
        return { edits: edits(answer?.changes?.[uri] ?? []).map(textEdit => ({ resource: model.uri, textEdit, versionId: undefined })) };
      } catch (error) {
        return { edits: [], rejectReason: (error as Error).message };
      }
    },
  });
  languages.registerCodeActionProvider(Language, {
    async provideCodeActions(_, range, __, token) {
      const actions = await server.request<any[]>('textDocument/codeAction', { textDocument, range: lspRange(range), context: { diagnostics: [] } }, token);
      return {
        actions: (actions ?? []).map(action => ({
          title: action.title, kind: action.kind, isPreferred: action.isPreferred,
          edit: { edits: edits(action.edit?.changes?.[uri] ?? []).map(textEdit => ({ resource: model.uri, textEdit, versionId: undefined })) },
        })),
        dispose() {},
      };
    },
  });
  languages.registerDocumentFormattingEditProvider(Language, {
    async provideDocumentFormattingEdits(_, options, token) {
      return edits(await server.request('textDocument/formatting', { textDocument, options }, token) ?? []);
    },
  });
  languages.registerFoldingRangeProvider(Language, {
    async provideFoldingRanges(_, __, token) {
      const ranges = await server.request<any[]>('textDocument/foldingRange', { textDocument }, token);
      return (ranges ?? []).map(range => ({ start: range.startLine + 1, end: range.endLine + 1 }));
    },
  });
  languages.registerInlayHintsProvider(Language, {
    async provideInlayHints(_, range, token) {
      const hints = await server.request<any[]>('textDocument/inlayHint', { textDocument, range: lspRange(range) }, token);
      return {
        hints: (hints ?? []).map(hint => ({
          label: hint.label, position: { lineNumber: hint.position.line + 1, column: hint.position.character + 1 },
          paddingLeft: hint.paddingLeft ?? true, kind: languages.InlayHintKind.Type,
        })),
        dispose() {},
      };
    },
  });
  const legend = capabilities.semanticTokensProvider?.legend;
  if (legend) {
    languages.registerDocumentSemanticTokensProvider(Language, {
      getLegend: () => legend,
      async provideDocumentSemanticTokens(_, __, token) {
        const answer = await server.request('textDocument/semanticTokens/full', { textDocument }, token);
        return answer && { data: new Uint32Array(answer.data) };
      },
      releaseDocumentSemanticTokens() {},
    });
  }
}
