import { filledIn, noCredentials } from '../../common/props/checks';
import { Problems } from '../../common/props/problems';
import { optional, Shape, text } from '../../common/props/prop-types';
import { ARGO_CD } from '../../contract/upstream/gitops';

/**
 * The cluster that an Argo CD `Application` goes to.
 *
 * @internal
 */
export interface ArgoDestination {
  /**
   * Name of the cluster in Argo CD: that of its cluster Secret. It outlives the address of the API server.
   * Excludes `server`.
   *
   * @default - the cluster of `server`
   */
  readonly cluster?: string;

  /**
   * API server of the cluster to install into: `https://` and a host. Excludes `cluster`.
   *
   * @default "https://kubernetes.default.svc", the cluster that Argo CD runs in
   */
  readonly server?: string;
}

export const ARGO_DESTINATION: Shape<ArgoDestination> = {
  cluster: optional(text(filledIn, (name) =>
    (/^https?:\/\//.test(name) ? 'is the address of an API server; give it as server' : undefined))),
  server: optional(text(filledIn, noCredentials, (url) =>
    (/^https:\/\/[^/\s]+(?::\d+)?(?:\/\S*)?$/.test(url) ? undefined
      : 'is no address of an API server; write it as Argo CD knows it, https:// and a host, or give its name '
        + 'as cluster'))),
};

/** Argo CD refuses an Application that says both. */
export function _checkDestination(problems: Problems, { cluster, server }: ArgoDestination): void {
  if (cluster !== undefined && server !== undefined) {
    problems.add(
      'cluster',
      cluster,
      `and server ${server} say two clusters, and Argo CD refuses both together; leave one of them out`,
    );
  }
}

/** What the manifest says. */
export function _destinationOf(
  { cluster, server }: ArgoDestination, namespace: string,
): { [key: string]: string } {
  return cluster === undefined
    ? { server: server ?? ARGO_CD.inClusterServer, namespace }
    : { name: cluster, namespace };
}
