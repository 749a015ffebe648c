import { createServer } from 'node:http';
import { createServer as createHttp2Server, ServerHttp2Session } from 'node:http2';
import { AddressInfo } from 'node:net';

/** Stands in for the services behind the guard: they serve whoever comes, and know none of the methods that `doctor` calls. */
export class Services {
  public static async start(): Promise<Services> {
    const services = new Services();
    await Promise.all([services.pages, services.methods].map((server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))));
    return services;
  }

  private readonly sessions = new Set<ServerHttp2Session>();
  private readonly pages = createServer((_, response) => response.end('{}'));
  private readonly methods = createHttp2Server().on('session', (session) => this.sessions.add(session))
    .on('stream', (stream, headers) => {
      const [, service, method] = String(headers[':path']).split('/');
      stream.on('error', () => undefined).resume();
      // As grpc-go answers.
      stream.respond({
        ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '12', 'grpc-message': `unknown method ${method} for service ${service}`,
      }, { endStream: true });
    });

  public get http(): number {
    return (this.pages.address() as AddressInfo).port;
  }

  public get grpc(): number {
    return (this.methods.address() as AddressInfo).port;
  }

  public async stop(): Promise<void> {
    this.sessions.forEach((session) => session.destroy());
    this.pages.closeAllConnections();
    await Promise.all([this.pages, this.methods].map((server) => new Promise((resolve) => server.close(resolve))));
  }
}
