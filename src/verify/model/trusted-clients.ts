import { oncePer } from '../../common/data/once-per';
import { clientsIn, TRUSTED_CLIENTS_ANNOTATION } from '../../contract/own-annotations';
import { clientOfSubject } from '../../contract/providers/known-providers';
import type { AuthClient } from '../credentials/auth-client';
import { planeOf } from '../credentials/plane';
import type { Plane } from '../credentials/plane';
import { authorizationsOf, TRUSTED_IDENTITY } from './authorization';
import type { Model } from './model';

/** The clients that a control plane answers, and what the input says about them. */
export interface TrustedClients {
  /** IDs of the clients that its own services use. */
  readonly own: readonly string[];
  /** IDs that it lists beyond those; empty where it has no list. */
  readonly listed: readonly string[];
  /** IDs, or subjects, that its authorizer gives roles to. */
  readonly granted: readonly string[];
}

export const trustedClients = oncePer((model: Model): TrustedClients => {
  const claims = model.configs.filter((config) => planeOf(config.container.workload) === 'control')
    .flatMap((config) => config.text(TRUSTED_IDENTITY) ?? []);
  const annotations = model.objects.flatMap((object) =>
    clientsIn(object.textAt('metadata', 'annotations', TRUSTED_CLIENTS_ANNOTATION) ?? ''),
  );
  return {
    own: distinct(clientsOfPlane(model, 'control').map(({ clientId }) => clientId?.text ?? '')),
    listed: distinct([...annotations, ...claims.map(clientOfSubject)]),
    granted: distinct(authorizationsOf(model).flatMap(({ accounts }) =>
      accounts.map((account) => clientOfSubject(account.text('clientId') ?? '')))),
  };
});

/** The clients of a plane that name themselves. */
export function clientsOfPlane(model: Model, plane: Plane): readonly AuthClient[] {
  return model.clients.filter(
    (client) =>
      client.usesClientSecret
      && Boolean(client.clientId?.text)
      && planeOf(client.config.container.workload) === plane,
  );
}

function distinct(ids: readonly string[]): string[] {
  return [...new Set(ids.map((id) => id.trim()).filter(Boolean))];
}
