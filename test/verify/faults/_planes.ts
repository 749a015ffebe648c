import { App, Chart } from 'cdk8s';
import { ControlPlane, DataPlane, EdgeController, IdentityProvider, SecretDelivery, SecretStore, UnionIdentity } from '../../../src';
import { dataPlaneProps } from '../../_tools/fixtures';
import { PLAIN } from '../../_tools/plain-plane';
import { object } from '../_manifests';
import { admin, config, Put } from './_changes';

/** What this library emits for both planes, to put one fault into. */

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests reach into objects of every kind
export type Json = any;

export const EDGES = { 'ingress-nginx': EdgeController.ingressNginx(), 'Traefik': EdgeController.traefik(), 'Envoy Gateway': EdgeController.envoyGateway({ envoyGatewayVersion: '1.7' }) } as const;
export type EdgeName = keyof typeof EDGES;

export const PROVIDERS = {
  'Okta': IdentityProvider.okta({ orgUrl: 'https://acme.okta.com' }),
  'Entra ID': IdentityProvider.entraId({ tenantId: '11111111-2222-3333-4444-555555555555' }),
  'Keycloak': IdentityProvider.keycloak({ serverUrl: 'https://keycloak.example.com', realm: 'union' }),
  'Auth0': IdentityProvider.auth0({ domain: 'acme.eu.auth0.com' }),
} as const;
export type ProviderName = keyof typeof PROVIDERS;

export const DOMAIN = 'union.example.com';
const emitted = new Map<string, string>();

/** The objects of both planes, which a fault changes. */
export class Planes {
  public static behind(edge: EdgeName, provider: ProviderName = 'Okta'): Planes {
    const key = `${edge} ${provider}`;
    if (!emitted.has(key)) {
      emitted.set(key, JSON.stringify(synthesized(edge, provider)));
    }
    return new Planes(JSON.parse(emitted.get(key)!) as Json[]);
  }

  private constructor(public objects: Json[]) {}

  public get(kind: string, name: string, namespace?: string): Json {
    const found = this.objects.find((each) =>
      each.kind === kind && each.metadata.name === name && (namespace ?? each.metadata.namespace) === each.metadata.namespace);
    if (found === undefined) {
      throw new Error(`No ${kind} ${name}; there are ${this.objects.filter((each) => each.kind === kind).map((each) => each.metadata.name).join(', ')}`);
    }
    return found;
  }

  public all(kind: string): Json[] {
    return this.objects.filter((each) => each.kind === kind);
  }

  public add(apiVersion: string, kind: string, name: string, rest: Json = {}, namespace: string | null = 'union-cp', metadata: Json = {}): void {
    this.objects.push(object(apiVersion, kind, name, rest, namespace, metadata));
  }

  public remove(kind: string, name: string, namespace?: string): void {
    const found = this.get(kind, name, namespace);
    this.objects = this.objects.filter((each) => each !== found);
  }

  /** Annotations of ingress-nginx, without their prefix; `null` takes one off. */
  public annotate(ingress: string, annotations: Record<string, string | null>): void {
    const { metadata } = this.get('Ingress', ingress);
    for (const [name, value] of Object.entries(annotations)) {
      const full = name.includes('/') ? name : `nginx.ingress.kubernetes.io/${name}`;
      metadata.annotations = { ...metadata.annotations, [full]: value };
      if (value === null) {
        delete metadata.annotations[full];
      }
    }
  }

  /** Changes a config file of a ConfigMap: the first, if none is named. */
  public configure(configMap: string, changes: Put<Json>, file = Object.keys(this.get('ConfigMap', configMap).data as object)[0]): void {
    config(configMap, changes, file)(this);
  }

  /** Changes flyteadmin's own config file. */
  public flyteadmin(changes: Put<Json>): void {
    admin(changes)(this);
  }

  /** Replaces a text in the nginx configuration of the auth gate. */
  public gate(search: string | RegExp, replacement: string): void {
    const { data } = this.get('ConfigMap', 'union-auth-gate');
    const changed = (data['nginx.conf'] as string).replace(search, replacement);
    if (changed === data['nginx.conf']) {
      throw new Error(`The gate's configuration has no ${search}`);
    }
    data['nginx.conf'] = changed;
  }

  public container(deployment: string): Json {
    return this.get('Deployment', deployment).spec.template.spec.containers[0];
  }

  public toString(): string {
    // JSON is YAML, and takes a tenth of the time to write.
    return this.objects.map((each) => `---\n${JSON.stringify(each)}\n`).join('');
  }
}

function synthesized(edge: EdgeName, provider: ProviderName): Json[] {
  const app = new App();
  const identity = new UnionIdentity({
    domain: DOMAIN,
    identityProvider: PROVIDERS[provider],
    applications: {
      web: { clientId: 'web-id', secret: { key: 'union/web' } },
      native: { clientId: 'native-id' },
      service: { clientId: 'service-id', secret: { key: 'union/service' }, subject: provider === 'Entra ID' ? '77777777-2222-3333-4444-555555555555' : undefined },
    },
  });
  const secrets = SecretDelivery.externalSecrets({ store: SecretStore.fromName('default') });
  const common = { identity, secrets, ...PLAIN };
  new ControlPlane(new Chart(app, 'union-cp'), 'plane', { ...common, edge: { controller: EDGES[edge], tls: [{ secretName: 'union-tls' }] } });
  new DataPlane(new Chart(app, 'union'), 'plane', dataPlaneProps(common));
  return app.charts.flatMap((chart) => chart.toJson() as Json[]);
}
