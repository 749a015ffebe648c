import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import type { ClientRequest } from 'node:http';
import { request } from 'node:https';
import { join } from 'node:path';
import { freePort, start, temporaryDirectory } from '../_support/processes';
import { pathOf } from '../_support/tool';
import { etcd } from '../tools/etcd';
import { kubeApiserver } from '../tools/kube-apiserver';

/** An object as the API server returns it. */
export interface Stored {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly generation?: number;
    readonly deletionTimestamp?: string;
    readonly finalizers?: readonly string[];
    readonly labels?: Record<string, string>;
    readonly annotations?: Record<string, string>;
    readonly ownerReferences?: readonly { readonly uid: string; readonly controller?: boolean }[];
    readonly managedFields?: readonly { readonly manager: string; readonly operation: string; readonly fieldsV1: Record<string, any> }[];
  };
  readonly [field: string]: any;
}

export interface Answer {
  readonly status: number;
  readonly body: any;
}

export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: Stored;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A request in the audit log. */
export interface Audited {
  readonly verb: string;
  readonly user: string;
  readonly path: string;
  readonly status: number;
}

const AUDIT_LOG = 'audit.log';

const AUDIT_POLICY = { apiVersion: 'audit.k8s.io/v1', kind: 'Policy', rules: [{ level: 'Metadata', omitStages: ['RequestReceived', 'ResponseStarted'] }] };

/** A kube-apiserver with its own etcd, without kubelet and controllers: objects stay as they were written. */
export class ApiServer {
  public static async start(): Promise<ApiServer> {
    const directory = temporaryDirectory('api-server');
    const [client, peer, port] = [await freePort(), await freePort(), await freePort()].map(String);
    const store = `http://127.0.0.1:${client}`;
    const peers = `http://127.0.0.1:${peer}`;
    await start(pathOf(etcd), [
      '--data-dir', join(directory, 'etcd'), '--listen-client-urls', store, '--advertise-client-urls', store,
      '--listen-peer-urls', peers, '--initial-advertise-peer-urls', peers, '--initial-cluster', `default=${peers}`,
    ], { ready: async () => (await fetch(`${store}/health`)).ok });

    const token = randomUUID();
    const file = (name: string, text: string): string => {
      writeFileSync(join(directory, name), text, { mode: 0o600 });
      return join(directory, name);
    };
    const key = file('service-accounts.key', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }) as string);
    const api = new ApiServer(`https://127.0.0.1:${port}`, token, directory);
    await start(pathOf(kubeApiserver), [
      '--etcd-servers', store, '--bind-address', '127.0.0.1', '--secure-port', port, '--cert-dir', directory,
      '--service-cluster-ip-range', '10.0.0.0/24', '--endpoint-reconciler-type', 'none',
      '--service-account-issuer', 'https://kubernetes.default.svc', '--service-account-key-file', key, '--service-account-signing-key-file', key,
      // As in clusters, where Pod Security decides about privileged pods.
      '--allow-privileged=true', '--authorization-mode', 'RBAC', '--token-auth-file', file('tokens.csv', `${token},admin,admin,system:masters\n`),
      '--audit-policy-file', file('audit.json', JSON.stringify(AUDIT_POLICY)), '--audit-log-path', join(directory, AUDIT_LOG),
    ], { ready: async () => (await api.send('GET', '/readyz')).status === 200, withinSeconds: 120 });
    file('kubeconfig', JSON.stringify(api.clientConfig()));
    return api;
  }

  private constructor(private readonly url: string, private readonly token: string, private readonly directory: string) {}

  /** For kubectl and helm. */
  public get kubeconfig(): string {
    return join(this.directory, 'kubeconfig');
  }

  /** The kubeconfig of a ServiceAccount with only these verbs on Secrets of a namespace. */
  public async kubeconfigOf(namespace: string, ...verbs: string[]): Promise<string> {
    const name = `may-${verbs.join('-') || 'nothing'}`;
    const metadata = { name, namespace };
    const rbac = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;
    const accounts = `/api/v1/namespaces/${namespace}/serviceaccounts`;
    await this.must('POST', accounts, { apiVersion: 'v1', kind: 'ServiceAccount', metadata });
    await this.must('POST', `${rbac}/roles`, { metadata, rules: verbs.length === 0 ? [] : [{ apiGroups: [''], resources: ['secrets'], verbs }] });
    const [roleRef, subjects] = [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name }, [{ kind: 'ServiceAccount', name, namespace }]];
    await this.must('POST', `${rbac}/rolebindings`, { metadata, roleRef, subjects });
    const { status } = await this.must('POST', `${accounts}/${name}/token`, { spec: { audiences: [] } }) as { status: { token: string } };
    return this.kubeconfigWith(`${namespace}-${name}`, { token: status.token });
  }

  /**
   * The kubeconfig of a person in these groups.
   *
   * @param host name of the server for this person, on port 443
   */
  public kubeconfigAs(person: string, groups: readonly string[], host?: string): string {
    const named = host === undefined ? {} : { 'server': `https://${host}`, 'tls-server-name': 'kubernetes' };
    return this.kubeconfigWith([person, host].join('-'), { 'token': this.token, 'as': person, 'as-groups': groups }, named);
  }

  public get port(): number {
    return Number(new URL(this.url).port);
  }

  /** All requests of a person so far. */
  public auditOf(person: string): readonly Audited[] {
    const lines = readFileSync(join(this.directory, AUDIT_LOG), 'utf8').split('\n').filter((line) => line !== '');
    const events = lines.map((line) => JSON.parse(line) as Record<string, any>);
    return events.filter(({ user, impersonatedUser }) => (impersonatedUser ?? user).username === person)
      .map(({ verb, requestURI, responseStatus }) => ({ verb, user: person, path: requestURI, status: responseStatus?.code }));
  }

  private kubeconfigWith(name: string, user: object, cluster: object = {}): string {
    const path = join(this.directory, name);
    writeFileSync(path, JSON.stringify(this.clientConfig(user, cluster)), { mode: 0o600 });
    return path;
  }

  /** Sends an object or a patch, and returns the answer with any status. */
  public send(method: Method, path: string, body?: unknown, contentType = 'application/json'): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.open(method, path, contentType, (text, status) => resolve({ status, body: parsed(text) }), reject)
        .end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  /** As `send`, but throws if the server refuses. */
  public async must(method: Method, path: string, body?: unknown, contentType?: string): Promise<any> {
    const answer = await this.send(method, path, body, contentType);
    if (answer.status >= 300) {
      throw new Error(`${method} ${path}: ${answer.status} ${answer.body?.message ?? JSON.stringify(answer.body)}`);
    }
    return answer.body;
  }

  /** The object, or undefined if it does not exist. */
  public async get(path: string): Promise<Stored | undefined> {
    const { status, body } = await this.send('GET', path);
    return status === 404 ? undefined : status === 200 ? body : Promise.reject(new Error(`GET ${path}: ${status} ${body?.message}`));
  }

  /** Reports existing objects and every change, in order, until the returned function is called; after an error from the start again. */
  public watch(path: string, heard: (event: WatchEvent) => void): () => void {
    let rest = '';
    let stopped = false;
    // From any version that the server has: it may wait in vain for the newest version of a kind that seldom changes.
    const asked = request(`${this.url}${path}?watch=true&resourceVersion=0`, { headers: this.headers(), ca: this.certificate() }, (response) => {
      if (response.statusCode !== 200) {
        // The kind is not served yet.
        response.resume();
        return;
      }
      response.setEncoding('utf8').on('error', () => undefined).on('data', (chunk: string) => {
        const lines = `${rest}${chunk}`.split('\n');
        rest = lines.pop()!;
        lines.map((line) => JSON.parse(line) as WatchEvent).filter(({ object }) => object.kind !== 'Status').forEach(heard);
      });
    }).on('error', () => undefined);
    asked.on('close', () => stopped || setTimeout(() => stopped || (stop = this.watch(path, heard)), 100)).end();
    let stop = (): void => void asked.destroy();
    return () => {
      stopped = true;
      stop();
    };
  }

  private open(
    method: Method, path: string, contentType: string,
    done: (text: string, status: number) => void, failed: (error: Error) => void,
  ): ClientRequest {
    const headers = { ...this.headers(), 'content-type': contentType };
    return request(`${this.url}${path}`, { method, headers, ca: this.certificate() }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', failed);
      response.on('end', () => done(Buffer.concat(chunks).toString(), response.statusCode ?? 0));
    }).on('error', failed);
  }

  private headers(): Record<string, string> {
    return { authorization: `Bearer ${this.token}`, accept: 'application/json' };
  }

  /** The server signs its certificate when it starts. */
  private certificate(): string {
    return readFileSync(join(this.directory, 'apiserver.crt'), 'utf8');
  }

  private clientConfig(user: object = { token: this.token }, how: object = {}): object {
    const name = 'e2e';
    const cluster = { 'server': this.url, 'certificate-authority': join(this.directory, 'apiserver.crt'), ...how };
    return {
      'apiVersion': 'v1',
      'kind': 'Config',
      'current-context': name,
      'clusters': [{ name, cluster }],
      'users': [{ name, user }],
      'contexts': [{ name, context: { cluster: name, user: name } }],
    };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
