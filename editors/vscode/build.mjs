// Bundles the extension and its preview into dist/. Usage: node build.mjs [MODULES [OUT]]
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const modules = resolve(process.argv[2] ?? join(here, 'node_modules'));
const out = resolve(process.argv[3] ?? join(here, 'dist'));
const { build } = createRequire(pathToFileURL(join(modules, 'any.js')))('esbuild');
const common = { absWorkingDir: here, bundle: true, minify: true, target: 'es2022', nodePaths: [modules], legalComments: 'linked', logLevel: 'warning', outdir: out };

await build({ ...common, entryPoints: ['src/extension.ts'], platform: 'node', format: 'cjs', external: ['vscode'], mainFields: ['module', 'main'] });
await build({ ...common, entryPoints: ['src/webview.ts', 'src/webview.css'], format: 'iife' });
