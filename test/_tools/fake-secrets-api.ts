import { createServer, IncomingMessage, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { parse } from 'yaml';

type Fields = Map<string, string>;

interface StoredSecret {
  readonly fields: Fields;
  /** Which fields each manager applied. */
  readonly managers: Map<string, Set<string>>;
  resourceVersion: number;
}

/** A write or read of a Secret that the server has seen. */
export interface SeenRequest {
  readonly method: string;
  /** `namespace/name`; without the name where a list is addressed. */
  readonly secret: string;
  readonly query: URLSearchParams;
}

const SECRET_PATH = /^\/api\/v1\/namespaces\/([^/]+)\/secrets(?:\/([^/]+))?$/;

/**
 * As much of a Kubernetes API server as `kubectl` needs to get, create and server-side-apply Secrets.
 *
 * It owns fields as the real one does: one set a manager, a manager's own left-outs are removed, a foreign field of another
 * value is a conflict unless forced, and an apply that changes nothing keeps the resource version.
 */
export class FakeSecretsApi {
  public static async start(): Promise<FakeSecretsApi> {
    const api = new FakeSecretsApi();
    await new Promise<void>((listening) => api.server.listen(0, '127.0.0.1', listening));
    return api;
  }

  public readonly seen: SeenRequest[] = [];
  /** Requests on Secrets are answered with this status from now on. */
  public failWith?: number;
  private readonly server: Server;
  private readonly secrets = new Map<string, StoredSecret>();
  private version = 0;

  private constructor() {
    this.server = createServer((request, response) => {
      void bodyOf(request).then((body) => {
        const [code, answer] = this.answer(request, body);
        response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
      });
    });
  }

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((closed) => this.server.close(() => closed()));
  }

  /** Writes as somebody else: the fields belong to `manager`. */
  public put(secret: string, data: Record<string, string>, manager: string, labels: Record<string, string> = {}): void {
    const encoded = Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')]);
    this.apply(secret, fieldsOf({ data: Object.fromEntries(encoded), metadata: { labels } }), manager, true);
  }

  /** The decoded data of a Secret; nothing where it does not exist. */
  public data(secret: string): Record<string, string> | undefined {
    const fields = this.section(secret, 'data.');
    return fields && Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]));
  }

  public labels(secret: string): Record<string, string> | undefined {
    return this.section(secret, 'labels.');
  }

  public annotations(secret: string): Record<string, string> | undefined {
    return this.section(secret, 'annotations.');
  }

  /** Names and versions of everything stored: equal before and after where nothing has changed. */
  public versions(): Record<string, number> {
    return Object.fromEntries([...this.secrets].map(([secret, { resourceVersion }]) => [secret, resourceVersion]));
  }

  private section(secret: string, prefix: string): Record<string, string> | undefined {
    const stored = this.secrets.get(secret);
    const fields = [...(stored?.fields ?? [])].filter(([path]) => path.startsWith(prefix));
    return stored && Object.fromEntries(fields.map(([path, value]) => [path.slice(prefix.length), value]));
  }

  private answer({ method = '', url = '' }: IncomingMessage, body: string): [number, unknown] {
    const { pathname, searchParams } = new URL(url, this.url);
    const [, namespace, name] = SECRET_PATH.exec(pathname) ?? [];
    if (!namespace) {
      return pathname in DISCOVERY ? [200, DISCOVERY[pathname]] : status(404, 'NotFound', pathname);
    }
    const sent = parse(body || '{}');
    const secret = `${namespace}/${name ?? sent.metadata?.name}`;
    this.seen.push({ method, secret, query: searchParams });
    if (this.failWith) {
      return status(this.failWith, 'Forbidden', 'not for you');
    }
    const manager = searchParams.get('fieldManager') ?? 'unknown';
    switch (method) {
      case 'GET':
        return this.secrets.has(secret) ? [200, this.toObject(secret)] : status(404, 'NotFound', `secrets "${name}" not found`);
      case 'POST':
        return this.secrets.has(secret)
          ? status(409, 'AlreadyExists', `secrets "${secret}" already exists`)
          : this.apply(secret, fieldsOf(sent), manager, true);
      case 'PATCH':
        return this.apply(secret, fieldsOf(sent), manager, searchParams.get('force') === 'true');
      default:
        return status(405, 'MethodNotAllowed', method);
    }
  }

  private apply(secret: string, fields: Fields, manager: string, force: boolean): [number, unknown] {
    const stored = this.secrets.get(secret) ?? { fields: new Map(), managers: new Map(), resourceVersion: 0 };
    const others = [...stored.managers].filter(([name]) => name !== manager).map(([, owned]) => owned);
    const conflicts = [...fields].filter(([path, value]) => stored.fields.get(path) !== value && others.some((owned) => owned.has(path)));
    if (conflicts.length > 0 && !force) {
      return status(409, 'Conflict', conflicts.map(([path]) => path).join(', '));
    }
    const before = JSON.stringify([...stored.fields].sort());
    for (const path of stored.managers.get(manager) ?? []) {
      if (!fields.has(path) && !others.some((owned) => owned.has(path))) {
        stored.fields.delete(path);
      }
    }
    for (const [path, value] of fields) {
      if (stored.fields.get(path) !== value) {
        others.forEach((owned) => owned.delete(path));
      }
      stored.fields.set(path, value);
    }
    stored.managers.set(manager, new Set(fields.keys()));
    if (stored.resourceVersion === 0 || before !== JSON.stringify([...stored.fields].sort())) {
      stored.resourceVersion = ++this.version;
    }
    this.secrets.set(secret, stored);
    return [200, this.toObject(secret)];
  }

  private toObject(secret: string): unknown {
    const [namespace, name] = secret.split('/');
    return {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name,
        namespace,
        uid: secret,
        resourceVersion: String(this.secrets.get(secret)!.resourceVersion),
        labels: this.labels(secret),
        annotations: this.annotations(secret),
      },
      type: 'Opaque',
      data: this.section(secret, 'data.'),
    };
  }
}

type Section = Record<string, string> | undefined;

function fieldsOf({ data, metadata }: { data?: Section; metadata?: { labels?: Section; annotations?: Section } }): Fields {
  const sections = { data, labels: metadata?.labels, annotations: metadata?.annotations };
  const fields = Object.entries(sections).map(([section, entries]) => Object.entries(entries ?? {}).map(([key, value]) => [`${section}.${key}`, value] as const));
  return new Map(fields.flat());
}

function status(code: number, reason: string, message: string): [number, unknown] {
  return [code, { apiVersion: 'v1', kind: 'Status', status: 'Failure', code, reason, message }];
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString();
}

const SECRET_KIND = { group: '', version: 'v1', kind: 'Secret' };

/** What kubectl asks before it writes: which resources there are, and whether the server validates fields itself. */
const DISCOVERY: Record<string, unknown> = {
  '/api': { kind: 'APIVersions', versions: ['v1'] },
  '/apis': { kind: 'APIGroupList', apiVersion: 'v1', groups: [] },
  '/api/v1': {
    kind: 'APIResourceList',
    groupVersion: 'v1',
    resources: [{ name: 'secrets', singularName: 'secret', namespaced: true, kind: 'Secret', verbs: ['create', 'get', 'patch', 'update'] }],
  },
  '/openapi/v3': { paths: { 'api/v1': { serverRelativeURL: '/openapi/v3/api/v1' } } },
  '/openapi/v3/api/v1': {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1' },
    paths: Object.fromEntries(
      [
        ['/api/v1/namespaces/{namespace}/secrets', 'post'],
        ['/api/v1/namespaces/{namespace}/secrets/{name}', 'patch'],
      ].map(([path, verb]) => [
        path,
        {
          [verb]: {
            'parameters': [{ name: 'fieldValidation', in: 'query' }],
            'responses': { 200: { description: 'OK' } },
            'x-kubernetes-group-version-kind': SECRET_KIND,
          },
        },
      ]),
    ),
  },
};
