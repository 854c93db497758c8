// Times the language server on a program of 1,000 lines, and watches its memory over many edits of one of 100 lines.
// Usage: node lsp.mjs NASC [EDITS [MEMORY-EDITS]]
import { readFileSync, readdirSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';

const [nasc, edits = '200', memoryEdits = '0'] = process.argv.slice(2);

// Cells and op sets of the usual size, and a network that uses some of them.
function program(lines, cells = 20) {
  const parts = [];
  for (let i = 0; parts.join('').split('\n').length < lines - 12; i++) {
    parts.push(`opset Edges${i}(stride = 1) {\n  skip_connect = skip(stride)\n  sep_conv_3x3 = sep_conv(3, stride)\n`
      + `  dil_conv_3x3 = dil_conv(3, stride, dilation: 2)\n  max_pool_3x3 = max_pool(3, stride)\n}\n\n`
      + `/// Cell ${i}.\ncell Cell${i}(width)(a, b) {\n  p = a |> fit(b, width)\n  q = b |> relu_conv_bn(width, 1)\n`
      + `  nodes n[3] = sum(choose 2 of [s |> choose Edges${i} for s in [p, q, ..n]])\n  output concat(n)\n}\n\n`);
  }
  const uses = Array.from({ length: cells }, (_, i) => `    Cell${i}(16)\n`).join('');
  return `${parts.join('')}network Net(image: [3, 32, 32]) {\n  stem = image |> conv(48, 3) |> bn\n  body = chain stem {\n${uses}  }\n`
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
/** Milliseconds that the server's threads have computed: the same on a busy machine as on an idle one. */
const computed = () => {
  const threads = `/proc/${server.pid}/task`;
  try {
    return readdirSync(threads).reduce((sum, id) => sum + Number(readFileSync(`${threads}/${id}/schedstat`, 'utf8').split(' ')[0]), 0) / 1e6;
  } catch {
    return NaN;
  }
};
const timed = async action => {
  const [start, before] = [performance.now(), computed()];
  await action();
  return { elapsed: performance.now() - start, computed: computed() - before };
};
const report = (name, times) => {
  const at = (key, share) => {
    const sorted = times.map(time => time[key]).sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))].toFixed(1).padStart(7);
  };
  console.log(`${name.padEnd(28)} median ${at('elapsed', 0.5)} ms   95 % ${at('elapsed', 0.95)} ms   of which computed ${at('computed', 0.5)} ms`);
};

/** Opens a program; gives what edits it, one keystroke each, and waits for the diagnostics. */
async function open(uri, text) {
  const lines = text.split('\n');
  const line = lines.findIndex(l => l.includes('stem = image'));
  const column = lines[line].indexOf('48') + 2;
  let version = 1;
  const opened = answer(`diagnostics ${version}`);
  write({ method: 'textDocument/didOpen', params: { textDocument: { uri, languageId: 'nas', version, text } } });
  const problems = (await opened).params.diagnostics.filter(d => d.severity === 1);
  if (problems.length > 0) throw new Error(problems[0].message);
  const change = (start, end, typed, at = line) => {
    const done = answer(`diagnostics ${++version}`);
    write({ method: 'textDocument/didChange', params: {
      textDocument: { uri, version }, contentChanges: [{ range: { start: { line: at, character: start }, end: { line: at, character: end } }, text: typed }],
    } });
    return done;
  };
  return {
    length: lines.length,
    place: { textDocument: { uri }, position: { line, character: lines[line].indexOf('conv') + 1 } },
    edit: i => i % 2 === 0 ? change(column, column, '0') : change(column, column + 1, ''),
    // A blank in the first line: all that follows moves.
    editTop: i => i % 2 === 0 ? change(lines[0].length, lines[0].length, ' ', 0) : change(lines[0].length, lines[0].length + 1, '', 0),
    // A parenthesis goes and comes back: the text is broken in between.
    breakIt: i => i % 2 === 0 ? change(lines[line].indexOf('('), lines[line].indexOf('(') + 1, '') : change(lines[line].indexOf('('), lines[line].indexOf('('), '('),
  };
}

await request('initialize', { capabilities: {} });
const names = ['diagnostics after an edit', '... that breaks the syntax', '... in the first line', 'hover', 'completion'];
const times = Object.fromEntries(names.map(name => [name, []]));
const long = await open('file:///memory/long.nas', program(1000));
for (let i = 0; i < Number(edits); i++) {
  times[names[0]].push(await timed(() => long.edit(i)));
  times[names[3]].push(await timed(() => request('textDocument/hover', long.place)));
  times[names[4]].push(await timed(() => request('textDocument/completion', long.place)));
}
for (let i = 0; i < Number(edits) - Number(edits) % 2; i++) {
  times[names[1]].push(await timed(() => long.breakIt(i)));
  times[names[2]].push(await timed(() => long.editTop(i)));
}

console.log(`${long.length} lines, ${edits} edits`);
for (const [name, values] of Object.entries(times)) report(name, values);

// Resident memory, where the system tells it.
const resident = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))[1]) / 1024;
if (Number(memoryEdits) > 0) {
  const short = await open('file:///memory/short.nas', program(100, 4));
  const step = Math.ceil(Number(memoryEdits) / 10);
  const seen = [];
  for (let i = 0; i < Number(memoryEdits); i++) {
    await short.edit(i);
    if ((i + 1) % step === 0) seen.push(`${resident().toFixed(0)}`);
  }
  console.log(`resident MiB after each ${step} of ${memoryEdits} edits of ${short.length} lines: ${seen.join(' ')}`);
}

await request('shutdown', {});
write({ method: 'exit' });
