import { createServer, IncomingHttpHeaders, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The identity of a credential, in the headers of `/me`. */
export const ALICE: Readonly<Record<string, string>> = { 'x-user-subject': 'alice', 'x-user-claim-preferred-username': 'alice@example.com' };
export const BOB: Readonly<Record<string, string>> = { 'x-user-subject': 'bob', 'x-user-token': 'bobs', 'x-user-claim-identitytype': 'app' };

export const ALICES_COOKIE = 'flyte_at=alices-session';
export const BOBS_TOKEN = 'Bearer bobs-token';

/**
 * A stand-in for flyteadmin's `/me`, which edges and the auth gate call.
 *
 * It follows flyteadmin's rules: GET only, 401 without a credential, identity in headers with one, and metadata of callers believed.
 * Source: flyteadmin v1.16.1, auth/handlers.go, auth/token.go and auth/identity_context.go; grpc-gateway v2.19.0, runtime/context.go.
 */
export class Flyteadmin {
  public static async start(): Promise<Flyteadmin> {
    const flyteadmin = new Flyteadmin();
    await flyteadmin.listen(0);
    flyteadmin.port = (flyteadmin.server.address() as AddressInfo).port;
    return flyteadmin;
  }

  /** Its loopback port, the same after `down` and `up`. */
  public port = 0;
  /** The number of requests. */
  public asked = 0;

  private hanging = false;
  private readonly held = new Set<ServerResponse>();
  private readonly server: Server = createServer({ maxHeaderSize: 128 * 1024, keepAliveTimeout: 0 }, (request, response) => {
    this.asked++;
    request.resume();
    if (this.hanging) {
      this.held.add(response);
    } else {
      answer(request.method!, request.url!, request.headers, response);
    }
  });

  private constructor() {}

  public async stop(): Promise<void> {
    this.goOn();
    await this.down();
  }

  /** Refuses connections until `up`. */
  public async down(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  public async up(): Promise<void> {
    await this.listen(this.port);
  }

  /** Accepts requests and answers none, until `goOn`. */
  public hang(): void {
    this.hanging = true;
  }

  public goOn(): void {
    this.hanging = false;
    this.held.forEach((response) => response.destroy());
    this.held.clear();
  }

  private async listen(port: number): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
  }
}

function answer(method: string, url: string, headers: IncomingHttpHeaders, response: ServerResponse): void {
  if (url !== '/me' || method !== 'GET') {
    response.writeHead(501).end();
    return;
  }
  const who = identityOf(headers);
  response.writeHead(who ? 200 : 401, who).end('{}');
}

function identityOf({ cookie, authorization, ...others }: IncomingHttpHeaders): Readonly<Record<string, string>> | undefined {
  if (cookie?.split('; ').includes(ALICES_COOKIE)) {
    const told = others['grpc-metadata-userinfo-bin'];
    return told === undefined ? ALICE : { ...ALICE, 'x-user-subject': String(told) };
  }
  return [others['flyte-authorization'], authorization, others['grpc-metadata-authorization']].includes(BOBS_TOKEN) ? BOB : undefined;
}
