import { App, Chart } from 'cdk8s';
import { parse, stringify } from 'yaml';
import {
  Authorization, ControlPlaneAuth, DataPlaneAuth, ControlPlaneEdge, IdentityProvider, SecretDelivery, SecretStore, UnionIdentity,
} from '../../../../src';
import { verify } from '../../../../src/verify/verify';
import { byCluster, dataPlaneOf } from '../../../_tools/fixtures';
import { EdgeName, Json, Planes, ProviderName } from '../_planes';

/** What people deploy, to put a fault into as people do. */

/** A path of keys with dots between them, or with bars where a key has dots itself; `undefined` takes the value out. */
export type Changes = Readonly<Record<string, Json>>;

/** What a fault is put into: values of three charts with the manifests beside them, or both planes in plain YAML. */
export type Put<Input> = Changes | ((input: Input) => void);

/** A fault in the manner of people. */
export interface PeopleFault {
  readonly what: string;
  /** The rules that would name its cause; one of them is enough. */
  readonly by: readonly string[];
  /** Why the judge misses it, where it is known to. */
  readonly missed?: string;
  /** The texts that people have then. */
  readonly texts: () => readonly Text[];
  /** Those that they had before. */
  readonly before: () => readonly Text[];
}

export interface Text {
  readonly name: string;
  readonly text: string;
}

/** A fault that the judge is known to miss, and why. */
export function missed(why: string, fault: PeopleFault): PeopleFault {
  return { ...fault, missed: why };
}

/** The rules that find something. */
export function rulesNaming({ texts }: PeopleFault): string[] {
  const { findings, crashed } = verify(texts());
  expect(crashed).toEqual([]);
  return [...new Set(findings.map(({ rule }) => rule))].sort();
}

/** Puts values at their paths; the way there is made where it is missing. */
export function change(target: Json, changes: Changes): void {
  for (const [path, value] of Object.entries(changes)) {
    const steps = path.split(path.includes('|') ? '|' : '.');
    const last = steps.pop()!;
    const at = steps.reduce((json: Json, step) => (json[step] ??= {}), target);
    if (value === undefined) {
      if (!(last in at)) {
        throw new Error(`There is no ${path} to take out`);
      }
      delete at[last];
    } else {
      at[last] = value;
    }
  }
}

function put<Input>(input: Input, target: Json, what: Put<Input>): void {
  if (typeof what === 'function') {
    what(input);
  } else {
    change(target, what);
  }
}

const PROVIDERS: Readonly<Record<ProviderName, () => IdentityProvider>> = {
  'Okta': () => IdentityProvider.okta({ orgUrl: 'https://acme.okta.com' }),
  'Entra ID': () => IdentityProvider.entraId({ tenantId: '11111111-2222-3333-4444-555555555555' }),
  'Keycloak': () => IdentityProvider.keycloak({ serverUrl: 'https://keycloak.example.com', realm: 'union' }),
  'Auth0': () => IdentityProvider.auth0({ domain: 'acme.eu.auth0.com' }),
};

const MADE = new Map<ProviderName, string>();
const PLANES = ['cp', 'east', 'west'] as const;

/** Values of the control plane and of two data planes, and what stands beside the charts. */
export class Charts {
  public static of(provider: ProviderName = 'Okta'): Charts {
    let made = MADE.get(provider);
    if (made === undefined) {
      made = JSON.stringify(synthesized(provider));
      MADE.set(provider, made);
    }
    return Object.assign(new Charts(), JSON.parse(made) as Json);
  }

  public cp: Json;
  public east: Json;
  public west: Json;
  public objects: Json[] = [];
  /** Files beside these. */
  public readonly files: Record<string, string> = {};
  /** What is not in the input. */
  public readonly without = new Set<string>();
  private readonly heads: Record<string, string> = {};

  public get(kind: string, name: string, namespace?: string): Json {
    const found = this.objects.find((each) => each.kind === kind && each.metadata.name === name
      && (namespace === undefined || each.metadata.namespace === namespace));
    if (found === undefined) {
      throw new Error(`No ${kind} ${name}`);
    }
    return found;
  }

  public remove(kind: string, name: string, namespace?: string): void {
    const found = this.get(kind, name, namespace);
    this.objects = this.objects.filter((each) => each !== found);
  }

  public textOf(plane: 'cp' | 'east' | 'west'): string {
    return `${this.heads[plane]}${stringify(this[plane], { lineWidth: 0 })}`;
  }

  public texts(): { name: string; text: string }[] {
    const values = PLANES.map((plane) => [`${plane}.values.yaml`, this.textOf(plane)]);
    const beside = this.objects.map((each) => `---\n${JSON.stringify(each)}\n`).join('');
    const all: Record<string, string> = { ...Object.fromEntries(values), 'beside.yaml': beside, ...this.files };
    return Object.entries(all).filter(([name]) => !this.without.has(name)).map(([name, text]) => ({ name, text }));
  }
}

function synthesized(provider: ProviderName): Json {
  const subject = (name: string) => (provider === 'Entra ID' ? `${name}-0000-4444-8888-777777777777`.padStart(36, 'a') : undefined);
  const application = (name: string) => ({ clientId: `${name}-id`, secret: { key: `union/${name}` }, subject: subject(name) });
  const clusters = ['east', 'west'];
  const identity = new UnionIdentity({
    domain: 'union.example.com',
    organization: 'acme',
    identityProvider: PROVIDERS[provider](),
    applications: { web: { clientId: 'web-id', secret: { key: 'union/web' } }, native: { clientId: 'native-id' }, service: { clientId: 'service-id', secret: { key: 'union/service' }, subject: subject('service') } },
    dataPlanes: byCluster(clusters.map((clusterName) =>
      ({ clusterName, operator: application(`${clusterName}-operator`), eager: application(`${clusterName}-eager`) }))),
  });
  const app = new App();
  const secrets = SecretDelivery.externalSecrets({ store: SecretStore.fromName('default') });
  const authorization = Authorization.union({ admins: [{ name: 'Ada', subject: provider === 'Auth0' ? 'auth0|ada' : '00u-ada' }] });
  const planes = {
    cp: new ControlPlaneAuth(new Chart(app, 'union-cp'), 'auth', { identity, secrets, authorization, edge: ControlPlaneEdge.chartIngress() }),
    ...Object.fromEntries(clusters.map((clusterName) =>
      [clusterName, new DataPlaneAuth(new Chart(app, clusterName), 'auth', { dataPlane: dataPlaneOf(identity, { clusterName }), secrets, namespace: clusterName })])),
  };
  const texts = Object.entries(planes).map(([name, { helmValues }]) => [name, helmValues.toString()] as const);
  return {
    ...Object.fromEntries(Object.entries(planes).map(([name, { helmValues }]) => [name, parse(helmValues.toString())])),
    heads: Object.fromEntries(texts.map(([name, text]) => [name, /^(#.*\n)*/.exec(text)![0]])),
    objects: app.charts.flatMap((chart) => chart.toJson() as Json[]),
  };
}

/** A fault in what users of the charts have. */
function inCharts(what: string, provider: ProviderName | undefined, apply: (made: Charts) => void, by: readonly string[]): PeopleFault {
  return {
    what,
    by,
    before: () => Charts.of(provider).texts(),
    texts: () => {
      const made = Charts.of(provider);
      apply(made);
      return made.texts();
    },
  };
}

/** Makers of faults in one plane's values; each says what, where, and by which rules it must be named. */
export function inValues(plane: 'cp' | 'east' | 'west', provider?: ProviderName) {
  return (what: string, changes: Put<Json>, ...by: string[]): PeopleFault => inCharts(`${plane}${provider === undefined ? '' : `, ${provider}`}: ${what}`, provider,
    (made) => put(made[plane], made[plane], changes), by);
}

/** A fault that concerns several files of the charts' users. */
export function charts(what: string, apply: (made: Charts) => void, ...by: string[]): PeopleFault {
  return inCharts(`charts: ${what}`, undefined, apply, by);
}

/** A fault in the planes in plain YAML. */
export function inPlanes(edge: EdgeName = 'ingress-nginx', provider?: ProviderName) {
  return (what: string, apply: (planes: Planes) => void, ...by: string[]): PeopleFault => ({
    what: `${edge}${provider === undefined ? '' : `, ${provider}`}: ${what}`,
    by,
    before: () => [{ name: 'planes.yaml', text: Planes.behind(edge, provider).toString() }],
    texts: () => {
      const planes = Planes.behind(edge, provider);
      apply(planes);
      return [{ name: 'planes.yaml', text: planes.toString() }];
    },
  });
}

const base64 = (text: string) => Buffer.from(text).toString('base64');
const encoded = (values: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(values).map(([key, value]) => [key, base64(value)]));

// As flyteadmin makes them: 64 and 32 bytes, in base64 without padding.
const HASH_KEY = 'h'.repeat(86);
const BLOCK_KEY = 'b'.repeat(43);

/** The values that live Secrets have. */
const LIVE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'union-cp/flyte-admin-secrets': { client_secret: 'sv-1f8c2d7e9a', oidc_client_secret: 'wb-7a61c0d2ff', cookie_hash_key: HASH_KEY, cookie_block_key: BLOCK_KEY },
  'union-cp/flyteadmin-oidc-client-secret': { client_secret: 'wb-7a61c0d2ff' },
  'union-cp/flyte-secret-auth': { client_secret: 'sv-1f8c2d7e9a' },
  'union-cp/union-controlplane-secrets': { 'client_secret': 'sv-1f8c2d7e9a', 'pass.txt': 'pg-55e2bb' },
  'union/union-secret-auth': { client_secret: 'sv-1f8c2d7e9a', app_secret: 'sv-1f8c2d7e9a' },
};

type SecretSetter = (name: string, values: Json, namespace?: string) => void;

/** The planes as `kubectl get -o yaml` shows them, with Secrets that hold values. */
export function inDump(what: string, apply: (planes: Planes, secret: SecretSetter) => void, ...by: string[]): PeopleFault {
  const dump = (make: typeof apply) => {
    const planes = Planes.behind('ingress-nginx');
    planes.objects = planes.objects.filter(({ kind }) => kind !== 'ExternalSecret' && kind !== 'Secret');
    for (const [path, values] of Object.entries(LIVE)) {
      const [namespace, name] = path.split('/');
      planes.add('v1', 'Secret', name, { type: 'Opaque', data: encoded(values) }, namespace);
    }
    make(planes, (name, values, namespace = 'union-cp') => {
      const present = planes.objects.find(({ kind, metadata }) => kind === 'Secret' && metadata.name === name && metadata.namespace === namespace);
      const data = encoded(values as Record<string, string>);
      if (present === undefined) {
        planes.add('v1', 'Secret', name, { type: 'Opaque', data }, namespace);
      } else {
        present.data = { ...present.data, ...data };
      }
    });
    const items = planes.objects.map((each) => ({ ...each, metadata: { ...each.metadata, uid: 'u', resourceVersion: '1' } }));
    return [{ name: 'dump.yaml', text: stringify({ apiVersion: 'v1', kind: 'List', items }, { lineWidth: 0 }) }];
  };
  return { what: `dump: ${what}`, by, texts: () => dump(apply), before: () => dump(() => undefined) };
}

export const annotation = (name: string) => `nginx.ingress.kubernetes.io/${name}`;
/** What our values have the controller take from callers is gone, as where people bring a controller of their own. */
export const WITHOUT_SNIPPET: Changes = { 'ingress-nginx.controller.config.http-snippet': undefined };
/** The path of an annotation in the values of the control plane. */
export const inSet = (set: string, name: string) => `ingress|${set}|${annotation(name)}`;
