import { enumerated, listText } from '../../common/data/enumerated';
import { rule, Violation } from '../engine/rule';
import {
  Authorization, decidingAuthorizations, Entry, isSubjectOf, subjectProvider, SubjectProvider,
} from '../model/authorization';
import {
  Application, applicationsFor, clientsOf, dataPlanesFor, eagerApplications, isAmong,
} from '../model/bootstrap-applications';
import { clientIdsInSecrets } from '../model/client-ids-in-secrets';
import { DataPlane, dataPlanesOf } from '../model/data-planes';
import type { Model } from '../model/model';
import { trustedClients } from '../model/trusted-clients';
import type { Field } from '../read/field';

/** The accounts that Union's authorizer starts with. */

export const bootstrapAdminMissing = rule('bootstrap-admin-missing', {
  of: (model) => decidingAuthorizations(model, 'Union').filter(({ authorizer }) => authorizer.complete),
  each: ({ authorizer, admins }) => (admins.length === 0
    ? {
      at: authorizer.fieldFor('authorizer.bootstrap.adminUsers'), expected: 'an administrator', found: 'none',
    }
    : admins.filter(({ subject }) => !subject).map((admin) => ({
      at: admin.field('subject'),
      expected: "the subject of the administrator's tokens",
      found: 'none',
      headline: 'subject',
    }))),
});

export const bootstrapAdminSubject = rule('bootstrap-admin-subject', {
  of: (model) => decidingAuthorizations(model, 'Union')
    .map(({ admins, home }) => ({ admins: admins.filter(({ subject }) => subject), home }))
    .filter(({ admins }) => admins.length > 0),
  each({ admins, home }, model) {
    const { known } = subjectProvider(model, home);
    const wrong = admins.flatMap((admin) => {
      const fault = known?.subjectOfPerson?.(admin.subject!)?.fault;
      return fault === undefined ? [] : [{
        at: admin.field('subject'),
        expected: `the "sub" of their tokens at ${known!.name}`,
        found: `${admin.subject}, which ${fault}`,
        values: { subject: admin.subject ?? '', fault },
      }];
    });
    return [...wrong, ...known?.pairwiseSubjects && !webIsApi(model) ? withoutPair(admins, known.name) : []];
  },
});

/** If the web application is the API, ID and access tokens have one subject. */
function webIsApi({ flyteadmins }: Model): boolean {
  return flyteadmins.length === 0 || flyteadmins.some(({ webClientId, audiences }) =>
    webClientId?.text === undefined || audiences.includes(webClientId.text));
}

/** A person who is listed twice has one name, or that name with an addition. */
function withoutPair(admins: readonly Entry[], provider: string): Violation[] {
  const hasPair = (admin: Entry) => admins.some((other) => other !== admin
    && (other.name?.startsWith(admin.name ?? '') || (admin.name ?? '').startsWith(other.name ?? ' ')));
  return admins.filter((admin) => !hasPair(admin)).map((admin) => ({
    at: admin.field('subject'),
    expected: `a second entry: ${provider} writes another subject for the API than for the web application`,
    found: 'one subject',
    headline: 'one',
    values: { provider },
  }));
}

const ACCOUNTS = 'authorizer.bootstrap.serviceAccounts';

const ADMIN = 'admin';

export const bootstrapAccountMissing = rule('bootstrap-account-missing', {
  of: (model) =>
    decidingAuthorizations(model, 'Union')
      .map((authorization) => ({ authorization, applications: applicationsOf(authorization, model) }))
      .filter(({ authorization, applications }) => applications.length + authorization.accounts.length > 0),
  *each({ authorization, applications }, model) {
    const provider = subjectProvider(model, authorization.home);
    yield* missing(authorization, applications, provider);
    yield* misnamed(authorization, applications, provider);
    yield* withoutRole(authorization);
  },
});

/** Each once: an eager client with another purpose is listed for that. */
function applicationsOf(authorization: Authorization, model: Model): Application[] {
  const all = [...eagerApplications(authorization, model), ...applicationsFor(authorization, model)];
  return [...new Map(all.map((application) => [application.clientId, application])).values()];
}

function* missing(
  { authorizer, accounts }: Authorization, applications: readonly Application[], provider: SubjectProvider,
): Iterable<Violation> {
  const subjects = accounts.flatMap((account) => account.text('clientId') || []);
  for (const application of applications) {
    const isMisnamed = provider.writesOwnIds && subjects.includes(application.clientId);
    if (!isMisnamed && isAmong(subjects, application, provider) === false) {
      const { subject } = application;
      const known = provider.writesOwnIds && subject !== undefined ? `: ${subject}` : '';
      yield {
        at: authorizer.fieldFor(ACCOUNTS),
        expected: `the subject of client ${application.clientId} (${application.duty})${known}`,
        found: listText(subjects, 'service accounts', [subject ?? application.clientId]),
        values: { client: application.clientId, duty: application.duty },
        restsOn: application.named,
        comparedWith: [application.clientId, ...subjects],
      };
    }
  }
}

/** Client IDs, although the provider chooses subjects. */
function* misnamed(
  { accounts }: Authorization, applications: readonly Application[], provider: SubjectProvider,
): Iterable<Violation> {
  for (const account of accounts) {
    const named = account.text('clientId') ?? '';
    if (named.trim() === '') {
      const expected = "the subject of the application's tokens";
      yield { at: account.field('clientId'), expected, found: 'none', headline: 'subject' };
    } else if (applications.some(({ clientId }) =>
      named === clientId && isSubjectOf(named, clientId, provider) === false)) {
      yield {
        at: account.field('clientId'),
        expected: `the sub of its tokens, which at ${provider.known!.name} is an id of its own`,
        found: `the client ID ${named}`,
        headline: 'client ID',
        values: { id: named },
      };
    }
  }
}

function withoutRole({ accounts }: Authorization): Violation[] {
  return accounts.filter((account) => account.text('role')?.toLowerCase() !== ADMIN).map((account) => ({
    at: account.field('role'),
    expected: 'Admin',
    found: account.text('role') || 'no role',
    headline: 'role',
    values: { id: account.text('clientId') ?? '' },
  }));
}

export const bootstrapAccountUnknown = rule('bootstrap-account-unknown', {
  /** If the control plane lists its trusted clients, the list is complete. */
  of(model) {
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
        ...authorization.clusters.filter((cluster) =>
          ['operators', 'viewers'].some((list) => cluster.texts(list).length > 0)),
      ];
      return accounts.length === 0 ? [] : [{ accounts, known }];
    });
  },
  each: ({ accounts, known }) => accounts.flatMap((account) =>
    ['clientId', 'operators', 'viewers'].flatMap((key) => account.texts(key)
      .filter((subject) => !clientsOf([subject]).some((client) => known.includes(client)))
      .map((found) => ({
        at: account.field(key),
        expected: `the subject of one of the clients ${enumerated(known)}`,
        found,
        comparedWith: known,
      })))),
});

const CLUSTERS = 'authorizer.bootstrap.dataplaneClusters';

export const clusterOperatorMissing = rule('cluster-operator-missing', {
  of: (model) =>
    decidingAuthorizations(model, 'Union').map((authorization) => {
      const planes = dataPlanesFor(authorization, model);
      const operators =
        new Set(planes.flatMap(({ clients }) => clients.map(({ clientId }) => clientId!.text)));
      return {
        authorization,
        planes,
        services: applicationsFor(authorization, model).filter(({ clientId }) => !operators.has(clientId)),
      };
    }).filter(({ planes, authorization: { clusters } }) => planes.length + clusters.length > 0),
  *each({ authorization, planes, services }, model) {
    const provider = subjectProvider(model, authorization.home);
    for (const plane of planes) {
      yield* faultsOf(plane, authorization, { provider, beside: planes });
    }
    for (const cluster of authorization.clusters) {
      yield* unseen(cluster, services, provider);
    }
    yield* unmanaged(
      authorization.clusters.filter(({ name }) => !planes.some(({ clusterName }) => clusterName === name)),
    );
  },
});

function* faultsOf(
  { clusterName, clients, place }: DataPlane,
  { authorizer, clusters }: Authorization,
  { provider, beside }: { readonly provider: SubjectProvider; readonly beside: readonly DataPlane[] },
): Iterable<Violation> {
  const cluster = clusters.find(({ name }) => name === clusterName);
  if (cluster === undefined) {
    const names = clusters.flatMap(({ name }) => name ?? []);
    yield {
      at: authorizer.fieldFor(CLUSTERS),
      expected: `the cluster ${clusterName}`,
      found: listText(names, 'clusters', [clusterName]),
      values: { cluster: clusterName },
      restsOn: [place],
      comparedWith: [clusterName, ...names],
    };
    return;
  }
  const operators = cluster.texts('operators');
  const isShared = beside.some((other) => other.clusterName === clusterName && other.place !== place);
  for (const { clientId: id } of clients) {
    const [clientId, named] = [id!.text!, id!.field];
    const isOperatorOf = (other: Entry) => isAmong(other.texts('operators'), { clientId }, provider);
    yield* isOperatorOf(cluster) !== false ? [] : [
      withAnother(clientId, named, { place, clusterName }, { beside, others: clusters.filter(isOperatorOf) })
      ?? {
        at: cluster.field('operators'),
        expected: `the subject of client ${clientId}, as which ${clusterName} comes`,
        found: listText(operators, 'operators', [clientId]),
        headline: 'operator',
        values: { client: clientId, cluster: clusterName },
        // Another rule reports a wrong name of the cluster, or of the client.
        restsOn: [isShared ? place : named],
        comparedWith: [clientId, ...operators],
      },
    ];
  }
}

/** A data plane as the operator of another cluster: of an existing one, otherwise its name is misspelt. */
function withAnother(
  client: string,
  at: Field,
  { place, clusterName }: Pick<DataPlane, 'place' | 'clusterName'>,
  { beside, others }: { readonly beside: readonly DataPlane[]; readonly others: readonly Entry[] },
): Violation | undefined {
  const cluster = others[0]?.name ?? '';
  const planes = beside.filter((other) => other.clusterName === cluster);
  const isTaken = planes.some(({ clients }) => clients.some(({ clientId }) => clientId?.text === client));
  const values = { client, cluster };
  if (isTaken) {
    const expected = `the operator of cluster ${clusterName}`;
    return {
      at, expected, found: `${client}, that of ${cluster}`, headline: 'client', values, restsOn: [at],
    };
  }
  return cluster === '' || planes.length > 0 ? undefined : {
    at: place,
    expected: `${cluster}, whose operator is ${client}`,
    found: clusterName,
    headline: 'name',
    values,
    // cluster-name-mismatch may report it.
    restsOn: [place],
  };
}

/** The operator of the cluster is not in the input, but one must exist. */
function unmanaged(clusters: readonly Entry[]): Violation[] {
  return clusters.filter((cluster) => cluster.texts('operators').every((operator) => operator.trim() === ''))
    .map((cluster) => ({
      at: cluster.field('operators'),
      expected: `the subject of the client as which ${cluster.name ?? 'the cluster'} comes`,
      found: 'no operators',
      headline: 'none',
      values: { cluster: cluster.name ?? 'without a name' },
    }));
}

function unseen(
  cluster: Entry, services: readonly Application[], provider: SubjectProvider,
): Violation[] {
  // An account that manages a cluster can also read it.
  const viewers = [...cluster.texts('viewers'), ...cluster.texts('operators')];
  return services.filter((application) => isAmong(viewers, application, provider) === false)
    .map(({ clientId, duty, named }) => ({
      at: cluster.field('viewers'),
      expected: `the subject of client ${clientId}: ${duty}`,
      found: listText(cluster.texts('viewers'), 'viewers', [clientId]),
      headline: 'viewer',
      values: { client: clientId, cluster: cluster.name ?? '' },
      restsOn: named,
      comparedWith: [clientId, ...viewers],
    }));
}
