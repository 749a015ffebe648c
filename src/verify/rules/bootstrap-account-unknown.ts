import { enumerated } from '../engine/enumerated';
import { defineRule } from '../engine/rule';
import { decidingAuthorizations, Entry, subjectProvider } from '../model/authorization';
import { clientsOf } from '../model/bootstrap-applications';
import { clientIdsInSecrets } from '../model/client-ids-in-secrets';
import { dataPlanesOf } from '../model/data-planes';
import type { Model } from '../model/model';
import { trustedClients } from '../model/trusted-clients';

interface Subject {
  readonly accounts: readonly Entry[];
  readonly known: readonly string[];
}

/** Where the control plane lists the clients that it trusts, they are all there are. */
function subjectsOf(model: Model): Subject[] {
  const { own, listed } = trustedClients(model);
  if (!own.some((client) => listed.some((other) => other !== client))) {
    return [];
  }
  const known = [
    ...own,
    ...listed,
    ...dataPlanesOf(model).flatMap(({ clients }) => clients.map(({ clientId }) => clientId!.text!)),
    ...clientIdsInSecrets(model),
  ];
  const judged = decidingAuthorizations(model, 'Union')
    .filter(({ home }) => !subjectProvider(model, home).writesOwnIds);
  return judged.flatMap((authorization) => {
    const accounts = [
      ...authorization.accounts.filter((account) => account.text('clientId')),
      ...authorization.clusters.filter(
        (cluster) => cluster.texts('operators').length + cluster.texts('viewers').length > 0,
      ),
    ];
    return accounts.length === 0 ? [] : [{ accounts, known }];
  });
}

export const bootstrapAccountUnknown = defineRule('bootstrap-account-unknown', {
  subjects: subjectsOf,
  notApplicable:
    'The input shows no authorizer in Union mode beside a list of the clients that the control plane trusts.',
  *check(subjects) {
    for (const { accounts, known } of subjects) {
      for (const account of accounts) {
        for (const [key, subject] of named(account)) {
          if (!clientsOf([subject]).some((client) => known.includes(client))) {
            yield {
              at: account.field(key),
              expected: `the subject of one of the clients ${enumerated(known)}`,
              found: subject,
            };
          }
        }
      }
    }
  },
});

function named(account: Entry): [string, string][] {
  return ['clientId', 'operators', 'viewers'].flatMap((key) =>
    account.texts(key).map((subject): [string, string] => [key, subject]),
  );
}
