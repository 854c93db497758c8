// Bundles the pages. Usage: node build.mjs MODULES OUT, where MODULES is the node_modules folder to take packages from.
import { createRequire } from 'node:module';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const [modules, out] = process.argv.slice(2).map(path => resolve(path));
const require = createRequire(pathToFileURL(join(modules, 'any.js')));
const { build } = require('esbuild');

const common = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  nodePaths: [modules],
  loader: { '.ttf': 'file' },
  assetNames: '[name]',
  legalComments: 'linked',
  logLevel: 'warning',
};

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
await build({
  ...common,
  entryPoints: { program: 'src/program.ts', run: 'src/run.ts', style: 'src/style.css' },
  outdir: out,
});
await build({
  ...common,
  entryPoints: { 'editor.worker': join(modules, 'monaco-editor/esm/vs/editor/editor.worker.js') },
  format: 'iife',
  outdir: out,
});
const report = await build({
  ...common,
  entryPoints: ['src/report.ts'],
  format: 'iife',
  legalComments: 'eof',
  write: false,
  outdir: out,
});

copyFileSync(join(modules, 'vscode-oniguruma/release/onig.wasm'), join(out, 'onig.wasm'));
for (const page of ['program.html', 'run.html']) copyFileSync(join(here, 'pages', page), join(out, page));
const style = readFileSync(join(out, 'style.css'), 'utf8');
const script = report.outputFiles.find(file => file.path.endsWith('.js')).text.replaceAll('</script', '<\\/script');
writeFileSync(
  join(out, 'report.html'),
  readFileSync(join(here, 'pages', 'report.html'), 'utf8').replace('/* style */', () => style).replace('/* script */', () => script));
