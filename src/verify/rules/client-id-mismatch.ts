import { grouped } from '../../common/data/grouped';
import { nameSlipOf } from '../../common/props/name-slip';
import { TRUSTED_CLIENTS_ANNOTATION } from '../../contract/own-annotations';
import type { AuthClient } from '../credentials/auth-client';
import { enumerated } from '../engine/enumerated';
import { defineRule } from '../engine/rule';
import { homeKey } from '../kube/home';
import type { Model } from '../model/model';
import { clientsOfPlane, clusterOfBoth, TrustedClients, trustedClients } from '../model/trusted-clients';
import { operatorLogs, settings } from '../running/cluster-looks';

/** The clients of data planes, where the input shows clients of a control plane as well. */
function subjectsOf(model: Model): AuthClient[] {
  const clusterOf = (client: AuthClient) => clusterOfBoth(client, model);
  return grouped(clientsOfPlane(model, 'data'), (client) => clusterOf(client) ?? '').flatMap((clients) =>
    comparable(clients, trustedClients(model, clusterOf(clients[0]))));
}

function comparable(clients: readonly AuthClient[], trusted: TrustedClients): AuthClient[] {
  const { own, listed, open } = trusted;
  if (own.length === 0) {
    return [];
  }
  if (open) {
    // Values that nobody shows may list any other client, and no slip of one that is known.
    return clients.filter((client) => nameSlipOf(idOf(client), idsOf(trusted)) !== undefined);
  }
  if (listed.length > 0) {
    return [...clients];
  }
  // Several data planes, each with one client that no other uses, are meant that way: without a list nobody
  // can tell a slip.
  const idsOfPlane = valuesBy(clients, planeKey, idOf);
  const planesOfId = valuesBy(clients, idOf, planeKey);
  return clients.filter(
    (client) =>
      idsOfPlane.size === 1
      || idsOfPlane.get(planeKey(client))?.size !== 1
      || planesOfId.get(idOf(client))?.size !== 1,
  );
}

function idsOf({ own, listed, granted }: TrustedClients): string[] {
  return [...new Set([...own, ...listed, ...granted])];
}

type Trait = (client: AuthClient) => string;

function valuesBy(clients: readonly AuthClient[], key: Trait, value: Trait): Map<string, Set<string>> {
  const groups = new Map<string, Set<string>>();
  for (const client of clients) {
    groups.set(key(client), (groups.get(key(client)) ?? new Set()).add(value(client)));
  }
  return groups;
}

function idOf({ clientId }: AuthClient): string {
  return clientId?.text ?? '';
}

/** A data plane goes by where it lives. */
function planeKey({ config }: AuthClient): string {
  return homeKey(config.container.workload);
}

export const clientIdMismatch = defineRule({
  id: 'client-id-mismatch',
  severity: 'warning',
  area: 'services',
  title: 'The control plane knows the client of every data plane.',
  symptom: 'Operator or propeller cannot authenticate: invalid_client from the token endpoint, or '
    + 'PermissionDenied from the control plane.',
  explanation: 'A data plane presents a client that the control plane neither uses itself nor lists. In the '
    + 'guide both planes share one client (AUTH_CLIENT_ID is INTERNAL_CLIENT_ID), so another ID is most '
    + 'often a slip. A client for each data plane is sound: list them. Without a list, several data planes '
    + 'that each have a client of their own are not judged. trustedIdentityClaims.externalIdentityClaim '
    + 'counts as an entry of the list, and so does an account that the authorizer\'s bootstrap gives a role '
    + 'to.',
  remediation: 'Give global.AUTH_CLIENT_ID of the data plane the value of the control plane\'s '
    + 'global.INTERNAL_CLIENT_ID, or list the IDs of the data planes\' clients in the annotation '
    + `${TRUSTED_CLIENTS_ANNOTATION} of an object of the control plane, separated by commas; in values, in a `
    + 'comment at the top. What helm get values prints has no comments: judge it beside the values file, or '
    + 'beside the manifest that has the annotation.',
  see: [
    settings('$DP', 'clientId', 'The client of the data plane …'),
    settings(
      '$CP',
      'clientId|externalIdentityClaim|trustedIdentityClaims',
      '… must be one that the control plane knows.',
    ),
    operatorLogs(
      'auth|token|401|denied',
      'invalid_client comes from the provider, PermissionDenied from the control plane.',
    ),
  ],
  subjects: subjectsOf,
  notApplicable:
    'The input does not show both a client of the control plane and one of a data plane that can be compared '
      + 'with it.',
  *check(subjects, model) {
    for (const client of subjects) {
      const { clientId } = client;
      const trusted = trustedClients(model, clusterOfBoth(client, model));
      const ids = idsOf(trusted);
      if (clientId?.text !== undefined && !ids.includes(clientId.text)) {
        const meant = trusted.open ? nameSlipOf(clientId.text, ids) : undefined;
        yield {
          at: clientId.field,
          expected: `a client that the control plane knows: ${meant ?? enumerated(ids)}`,
          found: clientId.text,
          // Whoever knows which it must be says it there.
          restsOn: [clientId.field],
        };
      }
    }
  },
});
