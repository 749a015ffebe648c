import { defineRule, Violation } from '../engine/rule';
import {
  Authorization, decidingAuthorizations, Entry, SubjectProvider, subjectProvider,
} from '../model/authorization';
import { Application, applicationsFor, dataPlanesFor, isAmong } from '../model/bootstrap-applications';
import type { DataPlane } from '../model/data-planes';
import type { Model } from '../model/model';

const CLUSTERS = 'authorizer.bootstrap.dataplaneClusters';

interface Subject {
  readonly authorization: Authorization;
  readonly planes: readonly DataPlane[];
  /** The applications of the control plane itself. */
  readonly services: readonly Application[];
}

function subjectsOf(model: Model): Subject[] {
  return decidingAuthorizations(model, 'Union').map((authorization) => {
    const planes = dataPlanesFor(authorization, model);
    const operators = new Set(planes.flatMap(({ clients }) => clients.map(({ clientId }) => clientId!.text)));
    return {
      authorization,
      planes,
      services: applicationsFor(authorization, model).filter(({ clientId }) => !operators.has(clientId)),
    };
  }).filter(({ planes, authorization: { clusters } }) => planes.length + clusters.length > 0);
}

export const clusterOperatorMissing = defineRule('cluster-operator-missing', {
  subjects: subjectsOf,
  notApplicable: 'The input shows no authorizer in Union mode beside a data plane or a list of clusters.',
  *check(subjects, model) {
    for (const { authorization, planes, services } of subjects) {
      const provider = subjectProvider(model, authorization.home);
      for (const plane of planes) {
        yield* faultsOf(plane, authorization, provider);
      }
      for (const cluster of authorization.clusters) {
        yield* unseen(cluster, services, provider);
      }
      yield* unmanaged(
        authorization.clusters.filter(({ name }) => !planes.some(({ clusterName }) => clusterName === name)),
      );
    }
  },
});

function* faultsOf(
  { clusterName, clients, place }: DataPlane,
  { authorizer, clusters }: Authorization,
  provider: SubjectProvider,
): Iterable<Violation> {
  const cluster = clusters.find(({ name }) => name === clusterName);
  if (cluster === undefined) {
    const names = clusters.flatMap(({ name }) => name ?? []);
    yield {
      at: authorizer.fieldFor(CLUSTERS),
      expected: `the cluster ${clusterName}`,
      found: names.length === 0 ? 'no cluster' : names.join(', '),
      values: { cluster: clusterName },
      restsOn: [place],
    };
    return;
  }
  const operators = cluster.texts('operators');
  for (const clientId of clients.map((client) => client.clientId!.text!)) {
    if (isAmong(operators, { clientId }, provider) === false) {
      yield {
        at: cluster.field('operators'),
        expected: `the subject of client ${clientId}, as which ${clusterName} comes`,
        found: operators.length === 0 ? 'no operator' : operators.join(', '),
        headline: 'operator',
        values: { client: clientId, cluster: clusterName },
      };
    }
  }
}

/** Whoever serves the cluster is not in the input, but somebody must. */
function* unmanaged(clusters: readonly Entry[]): Iterable<Violation> {
  for (const cluster of clusters) {
    if (cluster.texts('operators').every((operator) => operator.trim() === '')) {
      yield {
        at: cluster.field('operators'),
        expected: `the subject of the client as which ${cluster.name ?? 'the cluster'} comes`,
        found: 'no operator',
        headline: 'none',
        values: { cluster: cluster.name ?? 'without a name' },
      };
    }
  }
}

function* unseen(
  cluster: Entry, services: readonly Application[], provider: SubjectProvider,
): Iterable<Violation> {
  // Who manages a cluster sees it, too.
  const viewers = [...cluster.texts('viewers'), ...cluster.texts('operators')];
  for (const application of services) {
    if (isAmong(viewers, application, provider) === false) {
      yield {
        at: cluster.field('viewers'),
        expected: `the subject of client ${application.clientId}: ${application.duty}`,
        found: cluster.texts('viewers').join(', ') || 'no viewer',
        headline: 'viewer',
        values: { client: application.clientId, cluster: cluster.name ?? '' },
        restsOn: application.named,
      };
    }
  }
}
