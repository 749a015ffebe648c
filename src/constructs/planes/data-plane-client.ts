import { IConstruct } from 'constructs';
import { clientId as validClientId, filledIn, objectName } from '../../common/props/checks';
import { Problems } from '../../common/props/problems';
import { optional, struct, text } from '../../common/props/prop-types';
import { warn } from '../../common/props/warning';
import { REMOTE_SECRET, _isSameEntry } from '../../contract/upstream/remote-secret';
import { UnionAuth } from '../identity';
import { RemoteSecret } from '../secrets';

/** A data plane with a service client of its own that `UnionAuth` does not list, as the control plane knows it. */
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

/**
 * The clients that a control plane answers besides its own.
 *
 * @internal
 */
export function _trustedClientIds({ applications }: UnionAuth, clients: readonly DataPlaneClient[]): string[] {
  return [...applications._further, ...clients].map(({ clientId }) => clientId);
}

/** @internal */
export function _checkDataPlaneClients(problems: Problems, auth: UnionAuth, clients: readonly DataPlaneClient[]): void {
  const listed = auth.applications._further;
  clients.forEach(({ clusterName, clientId, clientSecret }, i) => {
    const prop = `dataPlanes[${i}]`;
    problems.check(`${prop}.clusterName`, clusterName, (value) => {
      if (auth.dataPlanes.some((other) => other.clusterName === value)) {
        return 'is a data plane of UnionAuth already; leave it out here';
      }
      return clients.findIndex((other) => other.clusterName === value) < i ? 'is given twice; a cluster registers under one name' : undefined;
    });
    problems.check(`${prop}.clientId`, clientId, (value) => {
      const owner = listed.find((application) => application.clientId === value);
      return owner && `is the client ID of "${owner.name}"; register a client of its own, which can be rotated and revoked alone`;
    });
    const others = [...listed, ...clients.slice(0, i).map((client) => ({ clientId: client.clientId, secret: client.clientSecret }))];
    const same = clientSecret && others.find((other) => other.clientId !== clientId && other.secret && _isSameEntry(other.secret, clientSecret));
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
