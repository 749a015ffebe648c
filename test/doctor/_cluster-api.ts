import { createServer } from 'node:http';
import { Listening, listening } from '../_tools/listening';

export type Items = Readonly<Record<string, readonly Record<string, unknown>[]>>;

interface Resource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** @default true */
  readonly namespaced?: boolean;
}

/** What the server serves, by the plural in the path. */
const RESOURCES: Readonly<Record<string, Resource>> = {
  configmaps: { group: '', version: 'v1', kind: 'ConfigMap' },
  pods: { group: '', version: 'v1', kind: 'Pod' },
  secrets: { group: '', version: 'v1', kind: 'Secret' },
  services: { group: '', version: 'v1', kind: 'Service' },
  deployments: { group: 'apps', version: 'v1', kind: 'Deployment' },
  ingresses: { group: 'networking.k8s.io', version: 'v1', kind: 'Ingress' },
  ingressclasses: { group: 'networking.k8s.io', version: 'v1', kind: 'IngressClass', namespaced: false },
  gateways: { group: 'gateway.networking.k8s.io', version: 'v1', kind: 'Gateway' },
  externalsecrets: { group: 'external-secrets.io', version: 'v1', kind: 'ExternalSecret' },
  certificates: { group: 'cert-manager.io', version: 'v1', kind: 'Certificate' },
  applications: { group: 'argoproj.io', version: 'v1alpha1', kind: 'Application' },
  helmreleases: { group: 'helm.toolkit.fluxcd.io', version: 'v2', kind: 'HelmRelease' },
  kustomizations: { group: 'kustomize.toolkit.fluxcd.io', version: 'v1', kind: 'Kustomization' },
};

const GROUPS = new Map(Object.values(RESOURCES).map(({ group, version }) => [group, version]));
const versionOf = (group: string) => `${group === '' ? '' : `${group}/`}${GROUPS.get(group)}`;

/** As much of a Kubernetes API server as kubectl needs to list. It remembers what it was asked. */
export class ClusterApi {
  public static async start(items: Items, forbidden: readonly string[] = []): Promise<ClusterApi> {
    const api = new ClusterApi(items, forbidden);
    api.server = await listening(createServer(({ method, url }, response) => {
      api.asked.push(`${method} ${url}`);
      const { pathname, searchParams } = new URL(url!, 'http://api');
      const [status, body] = api.answer(pathname, searchParams);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    }));
    return api;
  }

  public readonly asked: string[] = [];
  private server!: Listening;

  private constructor(private readonly items: Items, private readonly forbidden: readonly string[]) {}

  public get kubeconfig(): string {
    const server = `http://127.0.0.1:${this.server.port}`;
    return JSON.stringify({
      'apiVersion': 'v1',
      'kind': 'Config',
      'clusters': [{ name: 'c', cluster: { server } }],
      'users': [{ name: 'u', user: {} }],
      'contexts': [{ name: 'loopback', context: { cluster: 'c', user: 'u' } }],
      'current-context': 'loopback',
    });
  }

  public stop(): Promise<void> {
    return this.server.stop();
  }

  private answer(path: string, query: URLSearchParams): [number, unknown] {
    if (path === '/api') {
      return [200, { kind: 'APIVersions', versions: ['v1'] }];
    }
    if (path === '/apis') {
      const groups = [...GROUPS.keys()].filter((group) => group !== '').map((name) => {
        const version = { groupVersion: versionOf(name), version: GROUPS.get(name) };
        return { name, versions: [version], preferredVersion: version };
      });
      return [200, { kind: 'APIGroupList', apiVersion: 'v1', groups }];
    }
    const [, group = '', rest = ''] = /^\/(?:api|apis\/([^/]+))\/v\w+(?:\/(.*))?$/.exec(path) ?? [];
    if (rest === '') {
      const resources = Object.entries(RESOURCES).filter(([, resource]) => resource.group === group)
        .map(([name, { kind, namespaced = true }]) => ({ name, singularName: '', namespaced, kind, verbs: ['get', 'list'] }));
      return [200, { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: versionOf(group), resources }];
    }
    const [, namespace, plural] = /^(?:namespaces\/([^/]+)\/)?([^/]+)$/.exec(rest) ?? [];
    if (RESOURCES[plural] === undefined || this.forbidden.includes(plural)) {
      return [403, { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'Forbidden', code: 403, message: `${plural} is forbidden: User "u" cannot list` }];
    }
    const isHelm = (item: Record<string, unknown>) => item.type === 'helm.sh/release.v1';
    const wanted = (this.items[plural] ?? [])
      .filter((item) => namespace === undefined || (item.metadata as { namespace: string }).namespace === namespace)
      .filter((item) => (query.has('labelSelector') ? isHelm(item) : query.has('fieldSelector') ? !isHelm(item) : true));
    const { kind } = RESOURCES[plural];
    const apiVersion = versionOf(group);
    return [200, { kind: `${kind}List`, apiVersion, metadata: {}, items: wanted.map((item) => ({ apiVersion, kind, ...item })) }];
  }
}
