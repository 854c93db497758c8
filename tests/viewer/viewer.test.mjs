// Opens `nasc view` and `nasc report` in Chromium. Needs the package playwright-core in the folder that
// NASDSL_EDITOR_MODULES names (test.sh installs it), chromium, the built nasc and the viewer's pages; skipped without.
//
//   NASDSL_SCREENSHOTS=DIR   keeps a picture of each page
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test, { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { layers, layersTable, tiny, writeImages } from './samples.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const modules = process.env.NASDSL_EDITOR_MODULES ?? join(root, 'node_modules');
const nasc = process.env.NASDSL_NASC ?? join(root, 'src', 'NasDsl.Cli', 'bin', 'Release', 'net10.0', 'nasc');
const pages = join(dirname(nasc), 'viewer', 'report.html');
const chromium = ['chromium', 'chromium-browser', 'google-chrome'].map(which).find(Boolean);

const missing = !existsSync(join(modules, 'playwright-core')) ? 'playwright-core is not installed'
  : !chromium ? 'chromium is not installed'
  : !existsSync(nasc) ? `${nasc} was not built`
  : !existsSync(pages) ? 'the pages of the viewer were not built'
  : false;

function which(name) {
  try {
    return execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
}

const folder = mkdtempSync(join(tmpdir(), 'nasc-view-'));
const shots = process.env.NASDSL_SCREENSHOTS;
const servers = [];
let browser;

/** Why the tests cannot run here, or false. A browser that does not start, for want of a library, say, is as good as none. */
const skip = missing || await launch();

async function launch() {
  const { chromium: engine } = createRequire(join(modules, 'any.js'))('playwright-core');
  try {
    browser = await engine.launch({ executablePath: chromium, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
    return false;
  } catch (error) {
    return `chromium does not start: ${error.message.split('\n')[0]}`;
  }
}

after(async () => {
  await browser?.close();
  for (const server of servers) server.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** Starts `nasc view`; gives its address once it has printed it, and the process. */
function view(...args) {
  const server = spawn(nasc, ['view', ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  servers.push(server);
  return new Promise((resolve, reject) => {
    server.once('exit', code => reject(new Error(`nasc view ended with ${code}`)));
    server.stdout.once('data', data => resolve({ address: data.toString().trim(), server }));
  });
}

const run = (...args) => execFileSync(nasc, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 300_000 });

/** A page that fails the test on an error of its own, or on a request that leaves this machine. */
async function open(address, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const problems = [];
  page.on('pageerror', error => problems.push(`error: ${error.message}`));
  page.on('console', message => {
    if (message.type() === 'error') problems.push(`console: ${message.text()} ${message.location().url}`);
  });
  const home = address.startsWith('http') ? new URL(address).origin : 'file://';
  page.on('request', request => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(home)) problems.push(`request: ${request.url()}`);
  });
  await page.goto(address);
  return {
    page,
    async shot(name) {
      if (!shots) return;
      mkdirSync(shots, { recursive: true });
      await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
    },
    async close() {
      assert.deepEqual(problems, []);
      await context.close();
    },
  };
}

test('a program: an error gets its squiggle, a hover its facts, a cell its drawing', { skip, timeout: 120_000 }, async () => {
  writeFileSync(join(folder, 'darts.nas'), readFileSync(join(root, 'examples', 'darts.nas')));
  const { address, server } = await view('darts.nas');
  const { page, shot, close } = await open(address);
  await page.locator('#status[data-state=fine]').waitFor();
  await page.locator('#panel-graph svg.graph .node').first().waitFor();

  // The same grammar as in other editors: a word of the language is coloured otherwise than a name.
  const colors = await page.locator('#editor .view-line span span').evaluateAll(spans => new Set(spans.map(s => getComputedStyle(s).color)).size);
  assert.ok(colors >= 4, `${colors} colours`);

  await page.locator('#panel-graph [role=tab]', { hasText: 'Normal' }).click();
  await page.locator('#panel-graph svg[aria-label^="cell Normal"]').waitFor();
  await shot('program-light');

  await page.locator('#tab-facts').click();
  await page.locator('.card', { hasText: 'architectures' }).waitFor();
  assert.match(await page.locator('#panel-facts').innerText(), /alphas/);
  await shot('program-facts');

  await page.locator('#tab-code').click();
  await page.locator('.csharp .view-line', { hasText: 'auto-generated' }).first().waitFor();
  await shot('program-code');
  await page.locator('#tab-graph').click();

  const word = page.locator('#editor .view-line span', { hasText: 'concat' }).last();
  await word.hover();
  await page.locator('.monaco-hover', { hasText: 'concat' }).first().waitFor();

  await word.dblclick();
  await page.keyboard.type('cnocat');
  await page.locator('#editor .squiggly-error').first().waitFor();
  await page.locator('#status[data-state=errors]').waitFor();
  assert.match(await page.locator('#status').innerText(), /1 error/);
  await page.locator('#panel-graph .note', { hasText: 'errors' }).waitFor();
  await shot('program-error');

  await page.keyboard.press('Control+z');
  await page.locator('#status[data-state=fine]').waitFor();
  assert.equal(await page.locator('#editor .squiggly-error').count(), 0);
  await page.locator('#theme').click();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  await shot('program-dark');
  await close();
  assert.equal(readFileSync(join(folder, 'darts.nas'), 'utf8'), readFileSync(join(root, 'examples', 'darts.nas'), 'utf8'));

  server.removeAllListeners('exit');
  const ended = new Promise(resolve => server.once('exit', resolve));
  server.kill('SIGINT');
  assert.equal(await ended, 0);
});

test('completion offers operations', { skip, timeout: 60_000 }, async () => {
  writeFileSync(join(folder, 'tiny.nas'), tiny);
  const { address } = await view('tiny.nas');
  const { page, close, shot } = await open(address);
  await page.locator('#status[data-state=fine]').waitFor();
  await page.locator('#editor .view-line', { hasText: 'output stem' }).click();
  await page.keyboard.press('Home');
  await page.keyboard.type('extra = stem |> sep');
  await page.locator('.suggest-widget .monaco-list-row', { hasText: 'sep_conv' }).first().waitFor();
  await shot('program-completion');
  await close();
});

test('another editor changes the file, and the page follows', { skip, timeout: 60_000 }, async () => {
  writeFileSync(join(folder, 'followed.nas'), tiny);
  const { address } = await view('followed.nas');
  const { page, close } = await open(address);
  await page.locator('#status[data-state=fine]').waitFor();
  writeFileSync(join(folder, 'followed.nas'), tiny.replaceAll('Block', 'Renamed'));
  await page.locator('#panel-graph [role=tab]', { hasText: 'Renamed' }).waitFor();
  await close();
});

test('a search on data: curves, alphas, the winner; its report shows the same', { skip, timeout: 180_000 }, async t => {
  writeFileSync(join(folder, 'tiny.nas'), tiny);
  writeImages(join(folder, 'images'));
  try {
    run('search', 'tiny.nas', '--data', 'images', '--threads', '1', '--epochs', '6', '--out', 'found');
  } catch (error) {
    if (!/NAS9022/.test(error.stderr)) throw error;
    return t.skip('libtorch is not installed');
  }
  const { address } = await view('found');
  run('report', 'found', '-o', 'report.html');
  for (const [name, place] of [['run', address], ['report', `file://${join(folder, 'report.html')}`]]) {
    for (const colorScheme of ['light', 'dark']) {
      const { page, shot, close } = await open(place, { colorScheme });
      await page.locator('.status[data-state=finished]').waitFor();
      for (const title of ['Loss', 'Accuracy', 'Alpha entropy (nats)', 'Learning rate'])
        assert.notEqual((await page.locator('.figure', { hasText: title }).locator('path.line').first().getAttribute('d')).length, 0, title);
      assert.ok(await page.locator('.heat-map .cell').count() >= 6 * 3);
      await page.locator('#winner svg[aria-label^="cell Block"]').waitFor();
      assert.equal(await page.locator('#winner svg .open').count(), 0);
      await page.locator('.figure', { hasText: 'Accuracy' }).locator('svg').hover();
      await page.locator('.figure .tip:visible', { hasText: 'epoch' }).waitFor();
      await shot(`${name}-${colorScheme}`);
      await close();
    }
  }
});

test('a run that goes on is followed', { skip, timeout: 60_000 }, async () => {
  const live = join(folder, 'live');
  mkdirSync(live);
  const head = 'epoch,learning_rate,train_loss,train_accuracy,validation_loss,validation_accuracy,alpha_entropy,images,seconds\n';
  const row = epoch => `${epoch},0.02,${2 / epoch},${0.5 + epoch / 20},${2.2 / epoch},${0.45 + epoch / 20},${1 / epoch},64,1.5\n`;
  writeFileSync(join(live, 'run.json'), JSON.stringify({ command: 'search', state: 'running', network: 'N', plan: { epochs: 3 } }));
  writeFileSync(join(live, 'metrics.csv'), head + row(1) + row(2));
  const { address, server } = await view('live');
  const { page, close } = await open(address);
  await page.locator('.card', { hasText: 'epochs' }).getByText('2', { exact: true }).waitFor();
  writeFileSync(join(live, 'metrics.csv'), head + row(1) + row(2) + row(3));
  await page.locator('.card', { hasText: 'epochs' }).getByText('3', { exact: true }).waitFor();
  writeFileSync(join(live, 'run.json'), JSON.stringify({ command: 'search', state: 'finished', network: 'N', plan: { epochs: 3 } }));
  await page.locator('.status[data-state=finished]').waitFor();
  await close();
  server.removeAllListeners('exit');
});

test('a search in a table: the best so far, the Pareto front, the evaluations', { skip, timeout: 120_000 }, async () => {
  writeFileSync(join(folder, 'layers.nas'), layers);
  writeFileSync(join(folder, 'table.csv'), layersTable());
  run('search', 'layers.nas', '--table', 'table.csv', '--metric', 'accuracy', '--minimize', 'latency', '--strategy', 'nsga2',
    '--seeds', '3', '--evaluations', '80', '--out', 'searched');
  const { address } = await view('searched');
  const { page, shot, close } = await open(address);
  await page.locator('.status[data-state=finished]').waitFor();
  assert.equal(await page.locator('.figure', { hasText: 'Best accuracy so far' }).locator('path.line').count(), 3);
  const front = await page.locator('.figure', { hasText: 'Pareto front' }).locator('circle.series-1').count();
  assert.ok(front >= 2 && front < 100, `${front} on the front`);
  assert.equal(await page.locator('tbody tr').count(), 25);
  const accuracies = async () => (await page.locator('tbody tr td:nth-child(3)').allInnerTexts()).map(Number);
  assert.deepEqual(await accuracies(), [...await accuracies()].sort((a, b) => b - a));
  await page.getByRole('button', { name: 'latency' }).click();
  const latencies = (await page.locator('tbody tr td:nth-child(4)').allInnerTexts()).map(Number);
  assert.deepEqual(latencies, [...latencies].sort((a, b) => a - b));
  await page.locator('#winner svg.graph .node').first().waitFor();
  await shot('table');
  await close();
});

test('on a narrow screen nothing is wider than the screen', { skip, timeout: 60_000 }, async () => {
  for (const subject of ['tiny.nas', 'searched', 'live']) {
    if (!existsSync(join(folder, subject))) continue;
    const { address } = await view(subject);
    const { page, shot, close } = await open(address, { viewport: { width: 390, height: 844 } });
    await page.locator('.status[data-state]').waitFor();
    await page.waitForTimeout(500);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), subject);
    await shot(`narrow-${subject.replace('.nas', '')}`);
    await close();
  }
});
