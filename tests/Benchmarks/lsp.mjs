// Times the language server on a program of 1,000 lines. Usage: node lsp.mjs NASC [EDITS]
import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';

const [nasc, edits = '200'] = process.argv.slice(2);
const uri = 'file:///memory/long.nas';

// Cells and op sets of the usual size, and a network that uses some of them.
function program(lines) {
  const parts = [];
  for (let i = 0; parts.join('').split('\n').length < lines - 12; i++) {
    parts.push(`opset Edges${i}(stride = 1) {\n  skip_connect = skip(stride)\n  sep_conv_3x3 = sep_conv(3, stride)\n`
      + `  dil_conv_3x3 = dil_conv(3, stride, dilation: 2)\n  max_pool_3x3 = max_pool(3, stride)\n}\n\n`
      + `/// Cell ${i}.\ncell Cell${i}(width)(a, b) {\n  p = a |> fit(b, width)\n  q = b |> relu_conv_bn(width, 1)\n`
      + `  nodes n[3] = sum(choose 2 of [s |> choose Edges${i} for s in [p, q, ..n]])\n  output concat(n)\n}\n\n`);
  }
  const cells = Array.from({ length: 20 }, (_, i) => `    Cell${i}(16)\n`).join('');
  return `${parts.join('')}network Net(image: [3, 32, 32]) {\n  stem = image |> conv(48, 3) |> bn\n  body = chain stem {\n${cells}  }\n`
    + '  output body |> global_avg_pool |> linear(10)\n}\n';
}

const server = spawn(nasc, ['lsp'], { stdio: ['pipe', 'pipe', 'inherit'] });
const waiting = new Map();
let buffer = Buffer.alloc(0);
server.stdout.on('data', chunk => {
  buffer = Buffer.concat([buffer, chunk]);
  for (;;) {
    const end = buffer.indexOf('\r\n\r\n');
    if (end < 0) return;
    const length = Number(/Content-Length: (\d+)/.exec(buffer.subarray(0, end).toString())[1]);
    if (buffer.length < end + 4 + length) return;
    const message = JSON.parse(buffer.subarray(end + 4, end + 4 + length).toString());
    buffer = buffer.subarray(end + 4 + length);
    const key = message.id ?? `diagnostics ${message.params.version}`;
    waiting.get(key)?.(message);
    waiting.delete(key);
  }
});

const write = message => {
  const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
  server.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
  server.stdin.write(body);
};
const answer = key => new Promise(resolve => waiting.set(key, resolve));
let lastId = 0;
const request = (method, params) => {
  const id = ++lastId;
  const done = answer(id);
  write({ id, method, params });
  return done;
};
const timed = async action => {
  const start = performance.now();
  await action();
  return performance.now() - start;
};
const report = (name, times) => {
  const sorted = [...times].sort((a, b) => a - b);
  const at = share => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))].toFixed(1).padStart(8);
  console.log(`${name.padEnd(28)} median ${at(0.5)} ms   95 % ${at(0.95)} ms`);
};

await request('initialize', { capabilities: {} });
const text = program(1000);
const lines = text.split('\n');
const line = lines.findIndex(l => l.includes('stem = image'));
const opened = answer('diagnostics 1');
write({ method: 'textDocument/didOpen', params: { textDocument: { uri, languageId: 'nas', version: 1, text } } });
const problems = (await opened).params.diagnostics.filter(d => d.severity === 1);
if (problems.length > 0) throw new Error(problems[0].message);

const times = { 'diagnostics after an edit': [], hover: [], completion: [] };
const column = lines[line].indexOf('48') + 2;
for (let i = 0; i < Number(edits); i++) {
  const version = i + 2;
  times['diagnostics after an edit'].push(await timed(() => {
    const done = answer(`diagnostics ${version}`);
    const [start, end, digit] = i % 2 === 0 ? [column, column, '0'] : [column, column + 1, ''];
    write({ method: 'textDocument/didChange', params: {
      textDocument: { uri, version },
      contentChanges: [{ range: { start: { line, character: start }, end: { line, character: end } }, text: digit }],
    } });
    return done;
  }));
  const place = { textDocument: { uri }, position: { line, character: lines[line].indexOf('conv') + 1 } };
  times.hover.push(await timed(() => request('textDocument/hover', place)));
  times.completion.push(await timed(() => request('textDocument/completion', place)));
}

console.log(`${lines.length} lines, ${edits} edits`);
for (const [name, values] of Object.entries(times)) report(name, values);
await request('shutdown', {});
write({ method: 'exit' });
