import { createServer, IncomingMessage, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { JsonPatch } from 'cdk8s';
import { parse } from 'yaml';

type Texts = Record<string, string>;

interface ManagedFields {
  readonly manager: string;
  readonly fieldsV1: { readonly 'f:data'?: Record<string, object> };
}

interface StoredSecret {
  readonly metadata: {
    readonly resourceVersion: string;
    readonly labels?: Texts;
    readonly annotations?: Texts;
    readonly managedFields?: readonly ManagedFields[];
    readonly [field: string]: unknown;
  };
  readonly data?: Texts;
  readonly [field: string]: unknown;
}

/** A write or read of a Secret that the server has seen. */
export interface SeenRequest {
  readonly method: string;
  /** `namespace/name`; without the name where a list is addressed. */
  readonly secret: string;
  readonly query: URLSearchParams;
}

const SECRET_PATH = /^\/api\/v1\/namespaces\/([^/]+)\/secrets(?:\/([^/]+))?$/;
const NAMESPACE_PATH = /^\/api\/v1\/namespaces\/([^/]+)$/;
const ACCESS_REVIEWS = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';

/**
 * As much of a Kubernetes API server as `kubectl` needs to get, create and patch Secrets, and to ask what it may.
 *
 * It keeps the version of what a patch does not change, and refuses a patch of another version than the stored one. Who owns which
 * field is what the patches say; the real thing (`e2e/api-server`) shows what follows from it.
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
  /** Methods that are answered with 403. */
  public refuse: readonly string[] = [];
  /** Runs before each write: somebody else who is faster. */
  public before?: (method: string, secret: string) => void;
  /** What the user may do with Secrets; nobody asks where it is left out. */
  public verbs?: readonly string[];
  /** What every namespace is. */
  public phase = 'Active';
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

  /** Writes keys as somebody else, who owns them, and whatever else a Secret has. */
  public put(secret: string, data: Texts, manager: string, metadata: object = {}, fields: object = {}): void {
    const [namespace, name] = secret.split('/');
    const stored = this.secrets.get(secret);
    const encoded = Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')]);
    const owned = { 'f:data': Object.fromEntries(Object.keys(data).map((key) => [`f:${key}`, {}])) };
    this.store(secret, {
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'Opaque',
      ...stored,
      ...fields,
      data: { ...stored?.data, ...Object.fromEntries(encoded) as Texts },
      metadata: {
        name,
        namespace,
        uid: secret,
        resourceVersion: '',
        ...stored?.metadata,
        ...metadata,
        managedFields: [...stored?.metadata.managedFields ?? [], { manager, fieldsV1: owned }],
      },
    });
  }

  /** The decoded data of a Secret; nothing where it does not exist. */
  public data(secret: string): Texts | undefined {
    const stored = this.secrets.get(secret);
    return stored && Object.fromEntries(Object.entries(stored.data ?? {}).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]));
  }

  public labels(secret: string): Texts | undefined {
    const stored = this.secrets.get(secret);
    return stored && (stored.metadata.labels ?? {});
  }

  public annotations(secret: string): Texts | undefined {
    const stored = this.secrets.get(secret);
    return stored && (stored.metadata.annotations ?? {});
  }

  /** The keys of a Secret that a manager owns. */
  public ownedBy(secret: string, manager: string): string[] {
    const entries = (this.secrets.get(secret)?.metadata.managedFields ?? []).filter((entry) => entry.manager === manager);
    return entries.flatMap(({ fieldsV1 }) => Object.keys(fieldsV1['f:data'] ?? {})).map((field) => field.replace(/^f:/, ''));
  }

  /** Names and versions of everything stored: equal before and after where nothing has changed. */
  public versions(): Texts {
    return Object.fromEntries([...this.secrets].map(([secret, { metadata }]) => [secret, metadata.resourceVersion]));
  }

  private answer({ method = '', url = '', headers }: IncomingMessage, body: string): [number, unknown] {
    const { pathname, searchParams } = new URL(url, this.url);
    const [, asked] = NAMESPACE_PATH.exec(pathname) ?? [];
    if (asked) {
      return [200, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: asked }, status: { phase: this.phase } }];
    }
    if (pathname === ACCESS_REVIEWS && this.verbs) {
      // It comes as a protocol buffer, in which texts stand as they are.
      const allowed = this.verbs.some((verb) => body.includes(verb));
      return [201, { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', status: { allowed } }];
    }
    const [, namespace, name] = SECRET_PATH.exec(pathname) ?? [];
    if (!namespace) {
      return pathname in DISCOVERY ? [200, DISCOVERY[pathname]] : status(404, 'NotFound', pathname);
    }
    const sent = parse(body || '{}');
    const secret = `${namespace}/${name ?? sent.metadata?.name}`;
    this.seen.push({ method, secret, query: searchParams });
    const refusal = this.failWith ?? (this.refuse.includes(method) ? 403 : undefined);
    return refusal ? status(refusal, 'Forbidden', 'not for you') : this.handle(method, secret, sent, `${headers['content-type']}`);
  }

  private handle(method: string, secret: string, sent: any, contentType: string): [number, unknown] {
    if (method !== 'GET') {
      this.before?.(method, secret);
    }
    const stored = this.secrets.get(secret);
    if (method === 'POST') {
      return stored ? status(409, 'AlreadyExists', `secrets "${secret}" already exists`) : [201, this.created(secret, sent)];
    }
    if (!stored) {
      return status(404, 'NotFound', `secrets "${secret}" not found`);
    }
    switch (method) {
      case 'GET':
        return [200, stored];
      case 'PATCH':
        return this.patched(secret, contentType.includes('json-patch') ? jsonPatched(stored, sent) : merged(stored, sent));
      default:
        return status(405, 'MethodNotAllowed', method);
    }
  }

  private created(secret: string, sent: any): StoredSecret {
    const [namespace] = secret.split('/');
    return this.store(secret, { ...sent, metadata: { ...sent.metadata, namespace, uid: secret, managedFields: [] } });
  }

  private patched(secret: string, wanted: StoredSecret): [number, unknown] {
    const stored = this.secrets.get(secret)!;
    if (wanted.metadata.resourceVersion !== stored.metadata.resourceVersion) {
      return status(409, 'Conflict', 'the object has been modified');
    }
    return [200, JSON.stringify(wanted) === JSON.stringify(stored) ? stored : this.store(secret, wanted)];
  }

  private store(secret: string, wanted: StoredSecret): StoredSecret {
    const stored = { ...wanted, metadata: { ...wanted.metadata, resourceVersion: String(++this.version) } };
    this.secrets.set(secret, stored);
    return stored;
  }
}

/** One operation of a JSON Patch (RFC 6902). */
interface Operation {
  readonly op: 'add' | 'remove' | 'replace';
  readonly path: string;
  readonly value: unknown;
}

function jsonPatched(stored: StoredSecret, operations: readonly Operation[]): StoredSecret {
  return JsonPatch.apply(structuredClone(stored), ...operations.map(({ op, path, value }) => JsonPatch[op](path, value)));
}

/** JSON Merge Patch (RFC 7396). */
function merged(stored: any, patch: any): any {
  if (patch === null || typeof patch !== 'object' || Array.isArray(patch)) {
    return patch;
  }
  const result = { ...stored };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      delete result[key];
    } else {
      result[key] = merged(result[key] ?? {}, value);
    }
  }
  return result;
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
const VERBS = ['create', 'get', 'patch', 'update'];

/** What kubectl asks before it writes: which resources there are, and whether the server validates fields itself. */
const DISCOVERY: Record<string, unknown> = {
  '/api': { kind: 'APIVersions', versions: ['v1'] },
  '/apis': { kind: 'APIGroupList', apiVersion: 'v1', groups: [] },
  '/api/v1': {
    kind: 'APIResourceList',
    groupVersion: 'v1',
    resources: [
      { name: 'secrets', singularName: 'secret', namespaced: true, kind: 'Secret', verbs: VERBS },
      { name: 'namespaces', singularName: 'namespace', namespaced: false, kind: 'Namespace', verbs: VERBS },
    ],
  },
  '/openapi/v3': { paths: { 'api/v1': { serverRelativeURL: '/openapi/v3/api/v1' } } },
  '/openapi/v3/api/v1': {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1' },
    paths: Object.fromEntries(
      [['/api/v1/namespaces/{namespace}/secrets', 'post'], ['/api/v1/namespaces/{namespace}/secrets/{name}', 'patch']].map(([path, verb]) => [
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
