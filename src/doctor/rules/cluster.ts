import { grouped } from '../../common/data/grouped';
import { covers } from '../../verify/edge/public-host';
import { kubectl } from '../../verify/running/cluster-looks';
import type { HostFault } from '../cluster/edge';
import type { Fault } from '../cluster/fault';
import type { Facts } from '../probes/facts';
import { defineLiveRule, likewise, LiveRule, LiveViolation } from './live-rule';

/** What only the cluster shows, and no manifest. */

const NOT_ASKED = 'The cluster was not asked: --kube.';

/** One violation for all that fail in the same way. */
function* violations(faults: readonly Fault[], expected: string): Iterable<LiveViolation> {
  const alike = grouped(faults, ({ object: { kind, namespace }, reason }) =>
    JSON.stringify([kind, namespace, reason]),
  );
  for (const [first, ...others] of alike) {
    const { object, field, reason } = first;
    const names = others.map((fault) => fault.object.name);
    yield {
      at: `namespace ${object.namespace ?? ''}`,
      object,
      field,
      expected,
      found: `${reason}${likewise(names, MOST_NAMES)}`,
    };
  }
}

const MOST_NAMES = 4;

/** Those that have to do with the host that was asked. */
function about({ host }: Facts, faults: readonly HostFault[]): readonly HostFault[] {
  return faults.filter(({ hosts }) => hosts.length === 0 || hosts.some((name) => covers(name, host)));
}

const ingressClassMissing = defineLiveRule({
  id: 'live-ingress-class-missing',
  severity: 'error',
  area: 'the edge',
  title: 'The class of every Ingress is one of the cluster.',
  symptom: 'Every page is "404 not found", or the name has no address, while every object is there.',
  explanation: 'A controller serves the Ingresses of its class. Nobody has defined the class that these '
    + 'name, or they name none and none is the default: no controller looks at them.',
  remediation: 'Name a class of the cluster (EdgeController.ingressNginx: ingressClassName; chart: '
    + 'ingress.className), or install the controller that brings it.',
  see: [
    kubectl('get ingressclass', 'The class of the Ingresses must be among them.'),
    kubectl('-n $CP get ingress', 'CLASS is the class, ADDRESS that of the controller that serves it.'),
  ],
  ofCluster: true,
  notApplicable: NOT_ASKED,
  subject: ({ cluster }) => cluster?.edge.classless,
  *check(faults, facts) {
    yield* violations(about(facts, faults), 'a class that the cluster has');
  },
});

const edgeUnclaimed = defineLiveRule({
  id: 'live-edge-unclaimed',
  severity: 'warning',
  area: 'the edge',
  title: 'A controller has taken every Ingress and Gateway.',
  symptom: 'Every page is "404 not found", or the name has no address, while every object is there.',
  explanation: 'A controller writes into the status of an Ingress the address at which it serves it, and '
    + 'into that of a Gateway that it is programmed. Nothing stands there some minutes after it was made: '
    + 'the controller does not run, watches other namespaces, has refused the object, or was told not to '
    + 'write (--update-status=false).',
  remediation:
    'See whether the controller runs and what its log says of the object; let it watch the namespace.',
  see: [
    kubectl('-n $CP get ingress,gateway', 'ADDRESS must be that of the edge.'),
    kubectl('get pods -A -l app.kubernetes.io/component=controller', 'The controller must be Running.'),
  ],
  explainedBy: [ingressClassMissing],
  ofCluster: true,
  notApplicable: NOT_ASKED,
  subject: ({ cluster }) => cluster?.edge.unclaimed,
  *check(faults, facts) {
    yield* violations(about(facts, faults), 'the address of a controller that serves it');
  },
});

const certificateUnissued = defineLiveRule({
  id: 'live-certificate-unissued',
  severity: 'error',
  area: 'the edge',
  title: 'The certificate of the host has been issued.',
  symptom:
    'Browsers warn of a certificate, now or when the old one ends; SDK and CLI fail with "certificate verify '
      + 'failed".',
  explanation: 'A Certificate that is not Ready has no valid Secret: its issuer is missing, a challenge '
    + 'fails, or cert-manager does not run. The edge shows the old certificate, or its own.',
  remediation: 'Follow the reason: describe the Certificate, then its CertificateRequest, Order and '
    + 'Challenge; mend the issuer or the DNS record that it names.',
  see: [
    kubectl('-n $CP describe certificate', 'Each must be Ready; the events say what the issuer answers.'),
    kubectl('-n $CP get certificaterequest,order,challenge', 'What waits, and for what.'),
  ],
  ofCluster: true,
  notApplicable: NOT_ASKED,
  subject: ({ cluster }) => cluster?.edge.unissued,
  *check(faults, facts) {
    yield* violations(about(facts, faults), 'the condition Ready, with status True');
  },
});

const deliveryFailed = defineLiveRule({
  id: 'live-delivery-failed',
  severity: 'error',
  area: 'config',
  title: 'What Argo CD and Flux were to bring has arrived.',
  symptom: 'A change that is in git does nothing: the cluster still has what it had before.',
  explanation: 'The last sync of an Application, or the last reconciliation of a HelmRelease or '
    + 'Kustomization, has failed. What is judged here is what the one before has left, whole or in part.',
  remediation: 'Follow its message, then sync again (argocd app sync NAME; flux reconcile helmrelease NAME '
    + '--force): an automated sync of Argo CD that has failed is not tried again for the same revision '
    + 'without a retry.',
  see: [
    kubectl('get applications.argoproj.io -A', 'Each must be Synced; describe one for its message.'),
    kubectl(
      'get helmreleases.helm.toolkit.fluxcd.io,kustomizations.kustomize.toolkit.fluxcd.io -A',
      'READY must be True.',
    ),
  ],
  ofCluster: true,
  notApplicable: NOT_ASKED,
  subject: ({ cluster }) => cluster?.failedDeliveries,
  *check(faults) {
    yield* violations(faults, 'a sync that went through');
  },
});

const podStale = defineLiveRule({
  id: 'live-pod-stale',
  severity: 'warning',
  area: 'secret delivery',
  title: 'No pod is older than the Secret that it reads.',
  symptom: 'After a rotation, services fail with invalid_client while the Secret in the cluster is right.',
  explanation: 'Services read their secrets once, when they start. A pod that started before its Secret was '
    + 'last written may still have the old one.',
  remediation:
    'Restart the workload (kubectl rollout restart), or let the delivery do so: rotation of SecretDelivery, '
      + 'Reloader.',
  see: [
    kubectl(
      '-n $NS get pods -o custom-columns='
        + 'NAME:.metadata.name,STARTED:.status.containerStatuses[*].state.running.startedAt',
      'Pods must have started after their Secret was written.',
    ),
    kubectl(
      '-n $NS get secret -o custom-columns=NAME:.metadata.name,WRITTEN:.metadata.managedFields[*].time',
      'The last time of each is that of the last change.',
    ),
  ],
  ofCluster: true,
  notApplicable: NOT_ASKED,
  subject: ({ cluster }) => cluster?.stalePods,
  *check(pods) {
    for (const { namespace, pod, started, secrets } of pods) {
      const [latest, ...others] = secrets;
      const names = likewise(others.map(({ name }) => name), Infinity);
      yield {
        at: `namespace ${namespace}`,
        object: { apiVersion: 'v1', kind: 'Pod', namespace, name: pod },
        field: 'status.containerStatuses',
        expected: `a start after ${time(latest.written)}, when Secret ${latest.name} was written${names}`,
        found: time(started),
      };
    }
  },
});

function time(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'no time' : date.toISOString().replace(/\.\d+Z$/, 'Z');
}

/** In the order in which their questions come up. */
export const CLUSTER_RULES: readonly LiveRule[] = [
  ingressClassMissing, edgeUnclaimed, certificateUnissued, deliveryFailed, podStale,
];
