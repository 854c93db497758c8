declare module 'monaco-editor/features/register.all.js';
declare module 'monaco-editor/editor/editor.api.js' {
  export * from 'monaco-editor';
}
declare module 'monaco-editor/languages/definitions/csharp/csharp.js' {
  export const conf: unknown;
  export const language: unknown;
}
