import { IConstruct } from 'constructs';
import { clientId as validClientId, filledIn, objectName } from '../_internal/checks';
import { optional, struct, text } from '../_internal/kinds';
import { Problems } from '../_internal/problems';
import { warn } from '../_internal/warning';
import { REMOTE_SECRET, _isSameEntry } from '../contract/upstream/remote-secret';
import { UnionAuth } from '../identity';
import { RemoteSecret } from '../secrets';

/** A data plane with a service client of its own, as the control plane knows it. */
export interface DataPlaneClient {
  /** Name of the cluster under which the data plane registers with the control plane. */
  readonly clusterName: string;

  /** Client ID of the data plane's own service application. */
  readonly clientId: string;

  /**
   * Where its client secret lies. Only `seedApiKeys` needs it on the control plane.
   *
   * @default - not delivered to the control plane
   */
  readonly clientSecret?: RemoteSecret;
}

export const DATA_PLANE_CLIENT = struct<DataPlaneClient>({
  clusterName: text(filledIn, objectName),
  clientId: text(validClientId),
  clientSecret: optional(REMOTE_SECRET),
});

/** @internal */
export function _checkDataPlaneClients(problems: Problems, clients: readonly DataPlaneClient[]): void {
  clients.forEach(({ clusterName, clientId, clientSecret }, i) => {
    const prop = `dataPlanes[${i}]`;
    problems.check(`${prop}.clusterName`, clusterName, (value) =>
      clients.findIndex((other) => other.clusterName === value) < i ? 'is given twice; a cluster registers under one name' : undefined);
    const same = clientSecret && clients.slice(0, i)
      .find((other) => other.clientId !== clientId && other.clientSecret && _isSameEntry(other.clientSecret, clientSecret));
    if (same) {
      problems.add(`${prop}.clientSecret`, clientSecret, `is the entry of client ${same.clientId} as well; each client has a secret of its own, name its entry`);
    }
  });
}

/** @internal */
export function _warnOfSharedClients(construct: IConstruct, auth: UnionAuth, clients: readonly DataPlaneClient[]): void {
  const clusterOf = new Map([[auth.applications.service.clientId, 'the control plane']]);
  for (const { clusterName, clientId } of clients) {
    const other = clusterOf.get(clientId);
    if (other) {
      warn(
        construct,
        `data plane ${clusterName} shares the client ${clientId} with ${other}: each may act for the other, and rotating the secret of one breaks the other. Register a client for each.`,
      );
    }
    clusterOf.set(clientId, clusterName);
  }
}
