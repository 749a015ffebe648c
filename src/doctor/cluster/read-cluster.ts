import { gunzipSync } from 'node:zlib';
import { stringify } from 'yaml';
import { isObject, JsonObject, valueAt } from '../../common/data/json';
import type { ManifestText } from '../../common/yaml/input';
import { KNOWN_EDGES } from '../../contract/edges/known-edges';
import { CHART_NAMES } from '../../contract/union/values-contract';
import { asText } from '../../verify/kube/json-access';
import type { KubeObject } from '../../verify/kube/kube-object';
import { Workload } from '../../verify/kube/workload';
import { ValuesText, judgeOfVersion } from '../../verify/values/values-reader';
import { ClusterEdge, Fault, asKube, edgeOf, failedDeliveries } from './faults';
import { Kubectl, KubectlError } from './kubectl';
import { manifestOf, SecretOutline, secretsIn } from './secrets';

/** Resources to list in a cluster. The role in integrations/ allows only these. */

/** In each namespace: all kinds that rules read. Pods and Secrets are read separately. */
export const NAMESPACED: readonly string[] = [
  'configmaps', 'services',
  'deployments.apps', 'statefulsets.apps', 'daemonsets.apps', 'cronjobs.batch',
  'networkpolicies.networking.k8s.io',
  'externalsecrets.external-secrets.io', 'secretstores.external-secrets.io',
  'certificates.cert-manager.io',
  ...KNOWN_EDGES.flatMap(({ resources }) => resources),
  'authorizationpolicies.security.istio.io',
];

/** Cluster-wide: objects to which those of its namespaces refer. */
export const CLUSTER_WIDE: readonly string[] = [
  'ingressclasses.networking.k8s.io', 'clustersecretstores.external-secrets.io',
];

/** In all namespaces: objects that deliver into a namespace from any other. */
export const DELIVERERS: readonly string[] = [
  'applications.argoproj.io',
  'helmreleases.helm.toolkit.fluxcd.io',
  'kustomizations.kustomize.toolkit.fluxcd.io',
];

/** In each namespace: start time and Secrets of pods. */
export const PODS = 'pods';

/** Facts of a cluster that manifests do not have. */
export interface ClusterFacts {
  readonly stalePods: readonly StalePod[];
  readonly edge: ClusterEdge;
  readonly failedDeliveries: readonly Fault[];
}

/** The objects of a deployment in a cluster. Plain data, without the value of any Secret. */
export interface ClusterContent {
  readonly manifests: readonly ManifestText[];
  readonly values: readonly ValuesText[];
  readonly facts: ClusterFacts;
  /** What could not be read, with the reason. */
  readonly unread: readonly { readonly what: string; readonly reason: string }[];
}

/**
 * Reads namespaces, and objects to which theirs refer, with kubectl: only `get` and `api-resources`.
 *
 * @throws KubectlError when the cluster cannot be reached.
 */
export async function readCluster(namespaces: readonly string[], kubectl: Kubectl): Promise<ClusterContent> {
  const reading = await Reading.of(kubectl);
  const [wide, deliverers, each] = await Promise.all([
    reading.objects('the cluster', [], CLUSTER_WIDE),
    reading.objects('all namespaces', ['-A'], DELIVERERS),
    Promise.all(namespaces.map((namespace) => namespaceOf(namespace, reading, kubectl))),
  ]);
  const objects = each.flatMap((namespace) => namespace.objects);
  const classes = wide.filter(({ kind }) => kind === 'IngressClass');
  return {
    manifests: [...each.map(({ manifest }) => manifest), listOf('the cluster', wide)],
    values: each.flatMap(({ values }) => values),
    facts: {
      stalePods: each.flatMap(({ stale }) => stale),
      edge: edgeOf(objects, reading.isUnread(CLUSTER_WIDE[0]) ? undefined : classes),
      failedDeliveries: failedDeliveries(deliverers, namespaces),
    },
    unread: [...reading.unread].sort((a, b) => (a.what < b.what ? -1 : 1)),
  };
}

async function namespaceOf(namespace: string, reading: Reading, kubectl: Kubectl) {
  const inside = ['-n', namespace];
  const [objects, pods, secrets, values] = await Promise.all([
    reading.objects(namespace, inside, NAMESPACED),
    reading.objects(namespace, inside, [PODS]),
    reading.attempt(`Secrets of ${namespace}`, () => secretsIn(namespace, kubectl), []),
    reading.attempt(`Helm releases of ${namespace}`, () => deployedValues(namespace, kubectl), []),
  ]);
  const manifest = listOf(`namespace ${namespace}`, [...objects, ...secrets.map(manifestOf)]);
  return { objects, values, manifest, stale: stalePods(pods, secrets) };
}

function listOf(name: string, items: readonly object[]): ManifestText {
  return { name, text: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }) };
}

/** Objects that cannot be read are recorded, and the rest is checked. */
class Reading {
  public static async of(kubectl: Kubectl): Promise<Reading> {
    const question = ['api-resources', '--verbs=list', '-o', 'name'];
    const unread: { what: string; reason: string }[] = [];
    const served = await kubectl(question).catch((error: unknown) => {
      // An unavailable API extension does not affect the others.
      if (!(error instanceof KubectlError) || error.printed === '') {
        throw error;
      }
      unread.push({ what: 'some kinds of objects', reason: error.message });
      return error.printed;
    });
    return new Reading(kubectl, new Set(served.split('\n')), unread);
  }

  private readonly refused = new Set<string>();

  private constructor(
    private readonly kubectl: Kubectl,
    private readonly served: ReadonlySet<string>,
    public readonly unread: { what: string; reason: string }[],
  ) {}

  public isUnread(resource: string): boolean {
    return this.refused.has(resource);
  }

  public async attempt<T>(what: string, read: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await read();
    } catch (error) {
      this.unread.push({ what, reason: reasonOf(error) });
      return otherwise;
    }
  }

  /** All kinds at once; one by one if one is refused. */
  public async objects(
    where: string, scope: readonly string[], resources: readonly string[],
  ): Promise<readonly JsonObject[]> {
    const served = resources.filter((resource) => this.served.has(resource));
    const list = async (names: readonly string[]) =>
      itemsOf(await this.kubectl(['get', names.join(','), ...scope, '-o', 'json']));
    if (served.length === 0) {
      return [];
    }
    return list(served).catch(async () => {
      const each = await Promise.all(served.map((resource) => list([resource]).catch((error: unknown) => {
        this.refused.add(resource);
        return { resource, reason: reasonOf(error) };
      })));
      const refusals = each.flatMap((outcome) => ('resource' in outcome ? [outcome] : []));
      if (refusals.length > 0) {
        const what = `${refusals.map(({ resource }) => resource.split('.')[0]).join(', ')} of ${where}`;
        this.unread.push({ what, reason: refusals[0].reason });
      }
      return each.flatMap((outcome) => ('resource' in outcome ? [] : outcome));
    });
  }
}

function reasonOf(error: unknown): string {
  return error instanceof KubectlError ? error.message : 'kubectl printed something that cannot be read';
}

function itemsOf(json: string): readonly JsonObject[] {
  const list: unknown = JSON.parse(json);
  return isObject(list) && Array.isArray(list.items) ? list.items.filter(isObject) : [];
}

/** Far more than a Helm release has; Kubernetes limits a Secret to 1 MiB. */
const LARGEST_RELEASE = 64 * 1024 * 1024;

/**
 * The values with which Union's charts are deployed in a namespace, as `helm get values` prints them.
 *
 * Source: Helm 4.1, pkg/storage/driver/util.go.
 */
export async function deployedValues(namespace: string, kubectl: Kubectl): Promise<readonly ValuesText[]> {
  const printed = await kubectl([
    '-n', namespace, 'get', 'secrets', '-l', 'owner=helm,status=deployed', '-o',
    'jsonpath={range .items[*]}{.data.release}{"\\n"}{end}',
  ]);
  return printed.split('\n').filter((line) => line !== '').flatMap((line) => valuesOf(line, namespace));
}

function valuesOf(encoded: string, namespace: string): ValuesText[] {
  const packed = Buffer.from(Buffer.from(encoded, 'base64').toString('latin1'), 'base64');
  const isPacked = packed[0] === 0x1f && packed[1] === 0x8b;
  const unpacked = isPacked ? gunzipSync(packed, { maxOutputLength: LARGEST_RELEASE }) : packed;
  const release: unknown = JSON.parse(unpacked.toString('utf8'));
  const metadata = isObject(release) && isObject(release.chart) ? release.chart.metadata : undefined;
  const chart = isObject(metadata) ? CHART_NAMES.find((name) => name === metadata.name) : undefined;
  if (!isObject(release) || !isObject(metadata) || chart === undefined) {
    return [];
  }
  const name = `helm release ${namespace}/${String(release.name)}`;
  const text = stringify(isObject(release.config) ? release.config : {});
  return [{ name, text, chart, namespace, plane: name, ...judgeOfVersion(String(metadata.version)) }];
}

/** A pod that started before the last change of a Secret that it reads. */
interface StalePod {
  readonly namespace: string;
  readonly pod: string;
  readonly started: Date;
  /** The changed Secrets, the latest first. */
  readonly secrets: readonly { readonly name: string; readonly written: Date }[];
}

/** Services read their secrets once, at start. */
function stalePods(pods: readonly JsonObject[], secrets: readonly SecretOutline[]): StalePod[] {
  const written = new Map(secrets.map((secret) => [`${secret.namespace}/${secret.name}`, secret.written]));
  return pods.flatMap((raw): StalePod[] => {
    const pod = asKube(raw);
    const started = startOf(pod);
    if (started === undefined) {
      return [];
    }
    const names = new Set(Workload.of(pod)?.secretNames.map(({ text }) => text));
    const newer = [...names].flatMap((name) => {
      const time = written.get(`${pod.namespace}/${name}`);
      return time !== undefined && time > started ? [{ name, written: time }] : [];
    });
    const latest = newer.sort((a, b) => b.written.getTime() - a.written.getTime());
    const { namespace = '', name } = pod;
    return latest.length === 0 ? [] : [{ namespace, pod: name, started, secrets: latest }];
  });
}

/** The start of its first container: pods wait for their Secrets before that. */
function startOf(pod: KubeObject): Date | undefined {
  const times = pod.listAt('status', 'containerStatuses')
    .flatMap((status) => asText(valueAt(status, ['state', 'running', 'startedAt'])) ?? []);
  return times.length === 0 || pod.textAt('status', 'phase') !== 'Running'
    ? undefined
    : new Date(times.sort()[0]);
}
