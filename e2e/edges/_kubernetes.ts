import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/**
 * The part of a Kubernetes API that a reading controller needs: list and watch of objects that never change.
 *
 * A real API server refuses endpoints on the loopback, where all backends of these tests are. The suite `api-server` shows that it
 * accepts the objects.
 */
export class KubernetesApi {
  public static async start(objects: readonly KubeObject[]): Promise<KubernetesApi> {
    const api = new KubernetesApi(objects);
    await new Promise<void>((resolve) => api.server.listen(0, '127.0.0.1', resolve));
    return api;
  }

  private readonly server: Server = createServer((request, response) => this.answer(request, response));
  private readonly byUid: readonly KubeObject[];

  private constructor(objects: readonly KubeObject[]) {
    this.byUid = objects.map((object, i) => ({ ...object, metadata: { ...object.metadata, uid: `uid-${i}`, resourceVersion: '1' } }));
  }

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url!, this.url);
    const asked = COLLECTION.exec(url.pathname)?.groups;
    if (url.pathname === '/version') {
      json(response, 200, { major: '1', minor: '34', gitVersion: 'v1.34.4' });
    } else if (!asked) {
      json(response, 404, { apiVersion: 'v1', kind: 'Status', status: 'Failure', reason: 'NotFound', code: 404 });
    } else {
      const apiVersion = asked.core ?? asked.group;
      const kind = KINDS.find((known) => `${known.toLowerCase()}s` === asked.plural)!;
      const items = this.byUid.filter((object) =>
        object.apiVersion === apiVersion && object.kind === kind && (!asked.namespace || object.metadata.namespace === asked.namespace));
      void (url.searchParams.get('watch') ? watch(response, { apiVersion, kind }, items, url.searchParams) : list(response, { apiVersion, kind }, items));
    }
  }
}

const COLLECTION = /^\/(?:api\/(?<core>v1)|apis\/(?<group>[^/]+\/[^/]+))(?:\/namespaces\/(?<namespace>[^/]+))?\/(?<plural>[a-z]+)$/;

/** The kinds that Traefik's provider of custom resources reads. */
const KINDS = [
  'ConfigMap', 'EndpointSlice', 'IngressClass', 'IngressRoute', 'IngressRouteTCP', 'IngressRouteUDP', 'Middleware', 'MiddlewareTCP', 'Namespace', 'Node',
  'Secret', 'ServersTransport', 'ServersTransportTCP', 'Service', 'TLSOption', 'TLSStore', 'TraefikService',
];

interface Type {
  readonly apiVersion: string;
  readonly kind: string;
}

function list(response: ServerResponse, { apiVersion, kind }: Type, items: readonly KubeObject[]): void {
  json(response, 200, { apiVersion, kind: `${kind}List`, metadata: { resourceVersion: '1' }, items });
}

/** Sends newer clients the existing objects and a bookmark if they request them, and nothing more. */
function watch(response: ServerResponse, type: Type, items: readonly KubeObject[], query: URLSearchParams): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.flushHeaders();
  if (query.get('sendInitialEvents') === 'true') {
    const bookmark = { ...type, metadata: { resourceVersion: '1', annotations: { 'k8s.io/initial-events-end': 'true' } } };
    const events = [...items.map((object) => ({ type: 'ADDED', object })), { type: 'BOOKMARK', object: bookmark }];
    response.write(events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  }
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
