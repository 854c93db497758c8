// The page of a run: asks again and again, and shows what has changed.
import { h } from './dom';
import { RunView } from './run-view';

const Every = 1500;
const root = document.getElementById('run')!;
const view = new RunView(root, false);
const offline = h('p', { class: 'banner', role: 'alert', hidden: true }, '`nasc view` has ended; what is shown stays.');
root.append(offline);

async function follow(tag: string | null): Promise<void> {
  let next = tag;
  try {
    const response = await fetch('api/run', { headers: tag ? { 'If-None-Match': tag } : {} });
    offline.hidden = true;
    if (response.status === 200) {
      view.update(await response.json());
      next = response.headers.get('ETag');
    }
  } catch {
    offline.hidden = false;
  }
  setTimeout(() => void follow(next), document.hidden ? 4 * Every : Every);
}

void follow(null);
