// The page of a run: asks again and again, and shows what has changed.
import { h } from './dom';
import type { RunData } from './run-data';
import { RunView } from './run-view';

const Every = 1500;
const root = document.getElementById('run')!;
const view = new RunView(root, false);
const offline = h('p', { class: 'banner', role: 'alert', hidden: true }, '`nasc view` has ended; what is shown stays.');
root.append(offline);

/** What has changed since, or null; undefined where nobody answers. */
async function ask(tag: string | null): Promise<{ run: RunData; tag: string | null } | null | undefined> {
  try {
    const response = await fetch('api/run', { headers: tag ? { 'If-None-Match': tag } : {} });
    return response.status === 200 ? { run: await response.json(), tag: response.headers.get('ETag') } : null;
  } catch {
    return undefined;
  }
}

async function follow(tag: string | null): Promise<void> {
  const answer = await ask(tag);
  offline.hidden = answer !== undefined;
  setTimeout(() => void follow(answer?.tag ?? tag), document.hidden ? 4 * Every : Every);
  // Last: what cannot be shown is an error of the page, not the end of the server.
  if (answer) view.update(answer.run);
}

void follow(null);
