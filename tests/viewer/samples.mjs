// Programs and data of the browser's tests.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const tiny = `/// A space small enough to be searched in a moment.

opset Candidates {
  none         = zero
  skip_connect = skip
  conv_3x3     = conv(4, 3) >> bn
}

cell Block(a) {
  nodes n[2] = sum(choose 1 of [s |> choose Candidates for s in [a, ..n]])
  output n[-1]
}

network Tiny(classes = 2)(image: [1, 8, 8]) {
  stem = image |> conv(4, 3) |> bn
  output stem |> Block |> Block |> global_avg_pool |> linear(classes)
}

search darts {
  epochs = 2
  batch  = 8
}
`;

export const layers = `opset Blocks { small = conv(4, 1), middle = conv(4, 3), large = conv(4, 5) }
network Layers(image: [4, 8, 8]) {
  layer = chain image { choose Blocks, choose Blocks, choose Blocks, choose Blocks, choose Blocks }
  output layer |> global_avg_pool |> linear(3)
}
`;

/** Accuracy grows with the blocks, and so does latency, with some of each its own. */
export function layersTable() {
  const rows = ['arch,accuracy,latency'];
  for (let i = 0; i < 243; i++) {
    const digits = i.toString(3).padStart(5, '0');
    const sum = [...digits].reduce((total, digit) => total + Number(digit), 0);
    rows.push(`${digits},${(70 + 2.2 * sum - 0.06 * sum * sum + (i * 37 % 23) / 9).toFixed(3)},${(5 + sum + (i * 53 % 31) / 8).toFixed(3)}`);
  }
  return `${rows.join('\n')}\n`;
}

/** Images of 8 x 8 pixels in IDX files, bright on the left (class 0) or on the right (class 1). */
export function writeImages(folder) {
  mkdirSync(folder, { recursive: true });
  const words = (...values) => {
    const bytes = Buffer.alloc(4 * values.length);
    values.forEach((value, i) => bytes.writeInt32BE(value, 4 * i));
    return bytes;
  };
  for (const [name, count] of [['train', 64], ['t10k', 32]]) {
    const pixels = Buffer.from(Array.from({ length: count * 64 }, (_, i) =>
      (i % 8 < 4) === (Math.floor(i / 64) % 2 === 0) ? 180 + i * 7919 % 76 : i * 104729 % 60));
    writeFileSync(join(folder, `${name}-images-idx3-ubyte`), Buffer.concat([words(0x803, count, 8, 8), pixels]));
    writeFileSync(join(folder, `${name}-labels-idx1-ubyte`), Buffer.concat([words(0x801, count), Buffer.from(Array.from({ length: count }, (_, i) => i % 2))]));
  }
}
