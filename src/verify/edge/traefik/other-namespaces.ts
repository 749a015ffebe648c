import { CROSS_NAMESPACE_FLAG, TRAEFIK_GROUPS } from '../../../contract/upstream/traefik';
import { isMadeUp, sameCluster } from '../../kube/home';
import { asList, asObject, asText } from '../../kube/json-access';
import type { KubeObject } from '../../kube/kube-object';
import type { Container } from '../../kube/workload';
import type { EdgeInput, RefusedRoute } from '../route';

/**
 * What rules of an IngressRoute name in another namespace, where every Traefik of the cluster that the input
 * shows refuses that: it makes no router of such a rule. Ingresses name Middlewares of any namespace.
 *
 * Source: traefik 3.7, `pkg/provider/kubernetes/crd/kubernetes_http.go` (resolveReference, nameAndService).
 */
export function refusedReferences(object: KubeObject, { workloads }: EdgeInput): RefusedRoute[] {
  const controllers = workloads.filter((workload) => sameCluster(workload, object))
    .flatMap(({ containers }) => containers)
    .filter(isTraefik);
  // Resources of version 2 are read by releases with other defaults, too.
  const refuses = object.group === TRAEFIK_GROUPS[0] && controllers.length > 0
    && !controllers.some(mayTakeOthers);
  return !refuses ? [] : object.listAt('spec', 'routes').flatMap((route, index) =>
    ['middlewares', 'services'].flatMap((list) =>
      asList(asObject(route)[list]).map(asObject).flatMap((reference, position) => {
        const found = foreign(reference, object);
        return found === undefined ? [] : [{
          object,
          field: object.field('spec', 'routes', index, list, position),
          found: `${found}, and Traefik without ${CROSS_NAMESPACE_FLAG}`,
          expected: `one of namespace ${object.namespace}`,
        }];
      })));
}

/** What a reference names beyond its namespace, as a phrase. */
function foreign(reference: Readonly<Record<string, unknown>>, from: KubeObject): string | undefined {
  const [name = '', namespace] = [asText(reference.name), asText(reference.namespace)];
  if (name.includes('@')) {
    return name.endsWith('@kubernetescrd') ? name : undefined;
  }
  const isHere = namespace === undefined || from.namespace === undefined || isMadeUp(from.namespace)
    || namespace === from.namespace;
  return isHere ? undefined : `${name} of namespace ${namespace}`;
}

/** By its flags alone: a file, where there is one, counts instead of them. */
function isTraefik({ commandLine }: Container): boolean {
  return commandLine.some((part) => /^--providers\.kubernetescrd\b/i.test(part));
}

function mayTakeOthers({ commandLine, mounts }: Container): boolean {
  return commandLine.some((part) => /^--configfile\b/i.test(part) || isTaking(part))
    || mounts.some(({ mountPath }) => mountPath.startsWith('/etc/traefik'));
}

function isTaking(part: string): boolean {
  const [flag, value = 'true'] = part.split('=');
  return flag.toLowerCase() === CROSS_NAMESPACE_FLAG.toLowerCase() && value !== 'false';
}
