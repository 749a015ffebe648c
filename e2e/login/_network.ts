import { createServer, IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Answer, Asker, Asking } from '../../test/_tools/flyteadmin/asking';

/**
 * A proxy for CONNECT that maps public host names to the loopback; clients and browsers find it in `HTTPS_PROXY`. So the emitted files
 * keep their host names and port 443.
 */
export class Network implements Asker {
  public static async start(certificate: string): Promise<Network> {
    const network = new Network(certificate);
    await new Promise<void>((resolve) => network.server.listen(0, '127.0.0.1', resolve));
    return network;
  }

  private readonly ports = new Map<string, number>();
  private readonly tunnels = new Set<Duplex>();
  private readonly server = createServer((_, response) => response.writeHead(405).end()).on('connect', ({ url }: IncomingMessage, socket: Duplex, head: Buffer) => {
    this.tunnels.add(socket.once('close', () => this.tunnels.delete(socket)).on('error', () => undefined));
    const port = this.ports.get(url ?? '');
    if (port === undefined) {
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      return;
    }
    const upstream = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      // A client may have sent data before this answer.
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy()).once('close', () => socket.destroy());
    socket.once('close', () => upstream.destroy());
  });

  private constructor(private readonly certificate: string) {}

  public get proxy(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Maps `https://host` to a loopback port with TLS; the returned function restores the former port. */
  public serve(host: string, port: number): () => void {
    const name = `${host}:443`;
    const before = this.ports.get(name);
    this.ports.set(name, port);
    return () => {
      if (this.ports.get(name) === port) {
        this.ports.delete(name);
        if (before !== undefined) {
          this.ports.set(name, before);
        }
      }
    };
  }

  /** Disconnects a host, with open connections; the returned function connects it again. */
  public takeAway(host: string): () => void {
    const port = this.portOf(host);
    this.ports.delete(`${host}:443`);
    this.tunnels.forEach((tunnel) => tunnel.destroy());
    return () => void this.serve(host, port);
  }

  public isHere(host: string): boolean {
    return this.ports.has(`${host}:443`);
  }

  public portOf(host: string): number {
    const port = this.ports.get(`${host}:443`);
    if (port === undefined) {
      throw new Error(`${host}: no such host here`);
    }
    return port;
  }

  /** Sends a request to one of the hosts, and follows no redirect. */
  public ask(url: string, { method, headers, form, json }: Asking = {}): Promise<Answer> {
    const { hostname, pathname, search } = new URL(url);
    const port = this.ports.get(`${hostname}:443`);
    if (port === undefined) {
      return Promise.reject(new Error(`${url}: no such host here`));
    }
    const [type, body] = form ? ['application/x-www-form-urlencoded', new URLSearchParams(form).toString()] : ['application/json', json && JSON.stringify(json)];
    return new Promise((resolve, reject) => {
      request({
        host: '127.0.0.1',
        port,
        servername: hostname,
        ca: this.certificate,
        agent: false,
        method: method ?? (body ? 'POST' : 'GET'),
        path: pathname + search,
        headers: { host: hostname, ...(body ? { 'content-type': type } : {}), ...headers },
      }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk)).once('error', reject);
        response.once('end', () => resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks).toString() }));
      }).once('error', reject).end(body || undefined);
    });
  }

  public async stop(): Promise<void> {
    this.tunnels.forEach((tunnel) => tunnel.destroy());
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }
}
