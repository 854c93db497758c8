// A language client for one text, thin: JSON-RPC on a WebSocket, a message in each frame.

type Handler = (params: any) => void;

const Cancelled = -32800;

export class LanguageConnection {
  private readonly waiting = new Map<number, { resolve: (value: any) => void; reject: (error: Error) => void }>();
  private readonly handlers = new Map<string, Handler>();
  private lastId = 0;

  private constructor(private readonly socket: WebSocket) {
    socket.addEventListener('message', event => this.receive(JSON.parse(event.data as string)));
    socket.addEventListener('close', () => {
      for (const { reject } of this.waiting.values()) reject(new Error('the server is gone'));
      this.waiting.clear();
      this.handlers.get('close')?.(null);
    });
  }

  static open(address: string): Promise<LanguageConnection> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(address);
      socket.addEventListener('open', () => resolve(new LanguageConnection(socket)), { once: true });
      socket.addEventListener('error', () => reject(new Error('no connection to the language server')), { once: true });
    });
  }

  on(method: string, handler: Handler): void {
    this.handlers.set(method, handler);
  }

  notify(method: string, params: object): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify({ jsonrpc: '2.0', method, params }));
  }

  request<T = any>(method: string, params: object, token?: { onCancellationRequested(listener: () => void): unknown }): Promise<T | null> {
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      token?.onCancellationRequested(() => this.notify('$/cancelRequest', { id }));
      if (this.socket.readyState !== WebSocket.OPEN) return reject(new Error('the server is gone'));
      this.socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    });
  }

  private receive(message: any): void {
    if (message.method !== undefined) {
      this.handlers.get(message.method)?.(message.params);
      return;
    }
    const entry = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    // What was cancelled is nothing to show.
    if (message.error?.code === Cancelled) entry?.resolve(null);
    else if (message.error) entry?.reject(new Error(message.error.message));
    else entry?.resolve(message.result);
  }
}
