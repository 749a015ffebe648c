import { isObject, JsonObject } from '../../common/data/json';
import type { ManifestText } from '../../common/yaml/input';
import type { ValuesText } from '../../verify/values/values-reader';
import { deployedValues } from './helm-values';
import { Kubectl, KubectlError } from './kubectl';
import { manifestOf, secretsIn } from './secrets';
import { StalePod, stalePods } from './stale-pods';

/** What a cluster holds of a deployment. Plain data, without the value of any Secret. */
export interface ClusterContent {
  readonly manifests: readonly ManifestText[];
  readonly values: readonly ValuesText[];
  readonly stalePods: readonly StalePod[];
  /** What could not be read, and why. */
  readonly unread: readonly { readonly what: string; readonly reason: string }[];
}

/** Whatever the verifier looks into, as far as the cluster has it. Secrets are read apart. */
const RESOURCES = [
  'deployments.apps', 'statefulsets.apps', 'daemonsets.apps', 'cronjobs.batch', 'configmaps', 'services', 'ingresses.networking.k8s.io',
  'externalsecrets.external-secrets.io', 'secretstores.external-secrets.io',
  'gateways.gateway.networking.k8s.io', 'httproutes.gateway.networking.k8s.io', 'grpcroutes.gateway.networking.k8s.io',
  'securitypolicies.gateway.envoyproxy.io', 'clienttrafficpolicies.gateway.envoyproxy.io', 'backendtrafficpolicies.gateway.envoyproxy.io',
  'ingressroutes.traefik.io', 'middlewares.traefik.io',
];

/**
 * Reads namespaces through kubectl: `get` and `api-resources`, and nothing else.
 *
 * @throws KubectlError when the cluster cannot be asked at all.
 */
export async function readCluster(namespaces: readonly string[], kubectl: Kubectl): Promise<ClusterContent> {
  const served = new Set((await kubectl(['api-resources', '--namespaced', '--verbs=list', '-o', 'name'])).split('\n'));
  const resources = RESOURCES.filter((resource) => served.has(resource)).join(',');
  const unread: { what: string; reason: string }[] = [];
  /** One namespace or kind that may not be read leaves the others to be judged. */
  const attempt = async <T>(what: string, read: () => Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await read();
    } catch (error) {
      unread.push({ what, reason: error instanceof KubectlError ? error.message : 'kubectl printed something that cannot be read' });
      return otherwise;
    }
  };
  const each = await Promise.all(namespaces.map(async (namespace) => {
    const objects = await attempt(`objects of ${namespace}`, () => kubectl(['-n', namespace, 'get', resources, '-o', 'json']), undefined);
    const secrets = await attempt(`Secrets of ${namespace}`, () => secretsIn(namespace, kubectl), []);
    const values = await attempt(`Helm releases of ${namespace}`, () => deployedValues(namespace, kubectl), []);
    const pods = await attempt(`pods of ${namespace}`, async () => itemsOf(await kubectl(['-n', namespace, 'get', 'pods', '-o', 'json'])), []);
    const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [...(objects === undefined ? [] : itemsOf(objects)), ...secrets.map(manifestOf)] });
    return { manifest: { name: `namespace ${namespace}`, text }, values, stale: stalePods(pods, secrets) };
  }));
  return {
    manifests: each.map(({ manifest }) => manifest),
    values: each.flatMap(({ values }) => values),
    stalePods: each.flatMap(({ stale }) => stale),
    unread,
  };
}

function itemsOf(json: string): readonly JsonObject[] {
  const list: unknown = JSON.parse(json);
  return isObject(list) && Array.isArray(list.items) ? list.items.filter(isObject) : [];
}
