import { grouped } from '../../common/data/grouped';
import { nameSlipOf } from '../../common/props/name-slip';
import type { AuthClient } from '../credentials/auth-client';
import { enumerated } from '../engine/enumerated';
import { defineRule } from '../engine/rule';
import { homeKey } from '../kube/home';
import type { Model } from '../model/model';
import { clientsOfPlane, clusterOfBoth, TrustedClients, trustedClients } from '../model/trusted-clients';

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

export const clientIdMismatch = defineRule('client-id-mismatch', {
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
