import { App, Chart } from 'cdk8s';
import { parse, stringify } from 'yaml';
import { Authorization, ControlPlaneAuth, ControlPlaneEdge, DataPlaneAuth, SecretDelivery, SecretStore, UnionIdentity } from '../../../../src';
import { verify } from '../../../../src/verify/verify';
import { byCluster, dataPlaneOf } from '../../../_tools/fixtures';
import { encoded, LIVE_SECRETS } from '../../_cluster';
import { change, Changes, Put } from '../_changes';
import { EdgeName, Json, Planes, PROVIDERS, ProviderName } from '../_planes';

/** What people deploy, to put a fault into as people do. */

/** A fault in the manner of people. */
export interface PeopleFault {
  readonly what: string;
  /** All of them, as `findingsOf` writes them. */
  readonly findings: readonly string[];
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

const MADE = new Map<ProviderName, string>();
const PLANES = ['cp', 'east', 'west'] as const;
export type Plane = (typeof PLANES)[number];

const WRITTEN = new Map<string, string>();

/** Most faults change one of three values: the others are written once. */
function asYaml(values: Json): string {
  const key = JSON.stringify(values);
  const text = WRITTEN.get(key) ?? stringify(values, { lineWidth: 0 });
  WRITTEN.set(key, text);
  return text;
}

/** Values of the control plane and of two data planes, and what is beside the charts. */
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

  public textOf(plane: Plane): string {
    return `${this.heads[plane]}${asYaml(this[plane])}`;
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
    identityProvider: PROVIDERS[provider],
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

/** A fault in what `make` makes, with the change and without it. */
export function faultIn<Apply>(what: string, findings: readonly string[], apply: Apply, make: (alter: Apply) => readonly Text[]): PeopleFault {
  return { what, findings, texts: () => make(apply), before: () => make((() => undefined) as Apply) };
}

const headOf = (where: string, provider?: ProviderName) => (provider === undefined ? where : `${where}, ${provider}`);

type Alter<Input> = (input: Input) => void;

const chartsOf = (provider?: ProviderName) => (alter: Alter<Charts>) => {
  const made = Charts.of(provider);
  alter(made);
  return made.texts();
};

/** Makers of faults in one plane's values; each says what, the change, and all findings. */
export function inValues(plane: Plane, provider?: ProviderName) {
  return (what: string, changes: Put<Json>, ...findings: string[]): PeopleFault =>
    faultIn(`${headOf(plane, provider)}: ${what}`, findings, (made) => change(made[plane], changes), chartsOf(provider));
}

/** A fault that concerns several files of the charts' users. */
export function charts(what: string, apply: Alter<Charts>, ...findings: string[]): PeopleFault {
  return faultIn(`charts: ${what}`, findings, apply, chartsOf());
}

/** A fault in the planes in plain YAML. */
export function inPlanes(edge: EdgeName = 'ingress-nginx', provider?: ProviderName) {
  return (what: string, apply: Alter<Planes>, ...findings: string[]): PeopleFault => faultIn(`${headOf(edge, provider)}: ${what}`, findings, apply, (alter) => {
    const planes = Planes.behind(edge, provider);
    alter(planes);
    return [{ name: 'planes.yaml', text: planes.toString() }];
  });
}

type SecretSetter = (name: string, values: Json, namespace?: string) => void;

/** The planes as `kubectl get -o yaml` shows them, with Secrets that hold values. */
export function inDump(what: string, apply: (planes: Planes, secret: SecretSetter) => void, ...findings: string[]): PeopleFault {
  return faultIn(`dump: ${what}`, findings, apply, (alter) => {
    const planes = Planes.behind('ingress-nginx');
    planes.objects = planes.objects.filter(({ kind }) => kind !== 'ExternalSecret' && kind !== 'Secret');
    const write: SecretSetter = (name, values, namespace = 'union-cp') => {
      const present = planes.objects.find(({ kind, metadata }) => kind === 'Secret' && metadata.name === name && metadata.namespace === namespace);
      const data = encoded(values as Record<string, string>);
      if (present === undefined) {
        planes.add('v1', 'Secret', name, { type: 'Opaque', data }, namespace);
      } else {
        present.data = { ...present.data, ...data };
      }
    };
    for (const [path, values] of Object.entries(LIVE_SECRETS)) {
      const [namespace, name] = path.split('/');
      write(name, values, namespace);
    }
    alter(planes, write);
    const items = planes.objects.map((each) => ({ ...each, metadata: { ...each.metadata, uid: 'u', resourceVersion: '1' } }));
    return [{ name: 'dump.yaml', text: stringify({ apiVersion: 'v1', kind: 'List', items }, { lineWidth: 0 }) }];
  });
}

export const annotation = (name: string) => `nginx.ingress.kubernetes.io/${name}`;
/** What our values have the controller take from callers is gone, as where people bring a controller of their own. */
export const WITHOUT_SNIPPET: Changes = { 'ingress-nginx.controller.config.http-snippet': undefined };
/** The path of an annotation in the values of the control plane. */
export const inSet = (set: string, name: string) => `ingress|${set}|${annotation(name)}`;
