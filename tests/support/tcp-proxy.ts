// A way between two programs that a test can cut, or let fall silent without telling either end.

import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export class TcpProxy {
  private readonly pairs = new Set<readonly [Socket, Socket]>();
  private way: 'open' | 'silent' | 'cut' = 'open';

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async before(target: { host: string; port: number }): Promise<TcpProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const proxy = new TcpProxy(server, (server.address() as AddressInfo).port);
    server.on('connection', (near) => proxy.join(near, target));
    return proxy;
  }

  /** Whatever is sent from now on gets lost; connections stay as they are. */
  fallSilent(): void {
    this.way = 'silent';
  }

  /** Connections break, and nobody gets through. */
  cut(): void {
    this.way = 'cut';
    this.breakAll();
  }

  /** All is well again; what was silent is broken, as it lost bytes. */
  heal(): void {
    this.way = 'open';
    this.breakAll();
  }

  async close(): Promise<void> {
    this.breakAll();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private breakAll(): void {
    for (const pair of this.pairs) for (const socket of pair) socket.destroy();
  }

  private join(near: Socket, target: { host: string; port: number }): void {
    if (this.way === 'cut') return void near.destroy();
    const far = connect(target);
    const pair = [near, far] as const;
    this.pairs.add(pair);
    for (const [from, to] of [pair, [far, near] as const]) {
      from.on('data', (bytes) => void (this.way === 'open' && to.write(bytes)));
      from.on('error', () => {});
      from.on('close', () => {
        to.destroy();
        this.pairs.delete(pair);
      });
    }
  }
}
