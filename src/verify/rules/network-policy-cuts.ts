import { groupsByKey } from '../../common/data/grouped';
import { isUnions, planeOf } from '../credentials/plane';
import { serviceOfHost } from '../edge/cluster-name';
import { hostOfUrl } from '../edge/route';
import { defineRule, Violation } from '../engine/rule';
import { beside, sameHome } from '../kube/home';
import type { KubeObject } from '../kube/kube-object';
import { NetworkPolicy } from '../kube/network-policy';
import type { Workload } from '../kube/workload';
import type { Model } from '../model/model';
import type { Field } from '../read/field';
import { kubectl } from '../running/cluster-looks';

/** A workload that others must reach, or that must reach the provider, and the policies that isolate it. */
interface Subject {
  readonly workload: Workload;
  readonly policies: readonly NetworkPolicy[];
  readonly direction: 'Ingress' | 'Egress';
}

function subjectsOf(model: Model): Subject[] {
  const policies = model
    .ofKind('networking.k8s.io', 'NetworkPolicy')
    .map((object) => new NetworkPolicy(object));
  const clients = new Set(
    model.clients
      .filter(({ usesClientSecret }) => usesClientSecret)
      .map(({ config }) => config.container.workload),
  );
  const near = policiesNear(policies);
  const isolated = (direction: Subject['direction']) => (workload: Workload): Subject[] => {
    const own = near(workload).filter((policy) => policy.isolates(workload, direction));
    return own.length === 0 ? [] : [{ workload, policies: own, direction }];
  };
  const called = policies.length === 0 ? [] : new Set([...calledIn(model), ...askedIn(model)]);
  return [...[...called].flatMap(isolated('Ingress')), ...[...clients].flatMap(isolated('Egress'))];
}

/**
 * Finds those that may live in a workload's namespace: a fleet has thousands, and looking through all of them
 * for each pod takes seconds.
 */
function policiesNear(policies: readonly NetworkPolicy[]): (workload: Workload) => readonly NetworkPolicy[] {
  const byNamespace = groupsByKey(policies, ({ object }) => object.namespace ?? '');
  return ({ namespace }) =>
    namespace === undefined ? policies : [namespace, ''].flatMap((each) => byNamespace.get(each) ?? []);
}

/** Those of the control plane that a Service leads to: the edge or their siblings call them. */
function calledIn({ services, workloads }: Model): Workload[] {
  const served = new Set(services.all.flatMap((service) => services.podsOf(service)));
  return workloads.filter((workload) => planeOf(workload) === 'control' && served.has(workload));
}

/** Those that guards ask. */
function askedIn(model: Model): Workload[] {
  return model.routes.flatMap(({ guard, object }) => {
    const asked = guard.kind === 'subrequest' ? serviceOfHost(hostOfUrl(guard.url) ?? '') : undefined;
    const service = asked && model.services.named(asked.service, beside(object, asked.namespace));
    return service === undefined ? [] : model.services.podsOf(service);
  });
}

export const networkPolicyCuts = defineRule({
  id: 'network-policy-cuts',
  severity: 'error',
  area: 'services',
  title: 'No NetworkPolicy stands between those who must reach each other.',
  symptom: 'Every guarded page answers 500 or 504, services log "context deadline exceeded" or "i/o timeout" '
    + 'for flyteadmin or for the token endpoint, while every pod runs.',
  explanation: 'Pods that a NetworkPolicy selects are reached by whom some policy admits, and by nobody '
    + 'else. One without ingress rules, whose peers are none of the input\'s callers, or whose ports are '
    + 'none on which the pods listen, cuts them off. The edge lives anywhere, so peers in other namespaces '
    + 'count as callers unless they are told apart by the name of a namespace that runs nothing of the '
    + 'input. Of egress only those are judged who fetch tokens: without a rule that leads out of the cluster '
    + 'they get none.',
  remediation: 'Admit the callers: pods of the namespace and of the edge\'s to the ports on which the pods '
    + 'listen; of clients egress to port 443 and to DNS. Or take the policy out.',
  see: [
    kubectl(
      '-n $CP describe networkpolicy',
      'Each that selects a service must admit the edge and the other services, at the ports on which the '
        + 'pods listen.',
    ),
  ],
  subjects: subjectsOf,
  notApplicable: 'No NetworkPolicy in the input isolates a service of Union.',
  *check(subjects, model) {
    for (const subject of subjects) {
      yield* subject.direction === 'Ingress' ? withoutCallers(subject, model) : withoutWayOut(subject);
    }
  },
});

/**
 * Callers are the siblings in the namespace; the edge, wherever a peer may be that the input does not show.
 */
function withoutCallers(subject: Subject, model: Model): Violation[] {
  const { workload, policies } = subject;
  const ports = workload.containers.flatMap(({ ports: declared }) =>
    declared.flatMap(({ number }) => number ?? []),
  );
  const known = ports.length > 0 ? ports : undefined;
  const callers = model.workloads.filter(
    (other) => other !== workload && sameHome(other.object, workload.object),
  );
  const admitsAny = (policy: NetworkPolicy) => policy.admitsOthers(known, workload.namespace)
    || callers.some((caller) => policy.admits(caller, known));
  const [{ object }] = policies;
  if (policies.some(admitsAny)) {
    const routed = routedPorts(workload, model);
    return [...withoutEdge(subject, routed, model), ...shutPorts(subject, routed)];
  }
  return callers.length === 0 ? [] : [{
    at: placeOf(object, 'ingress'),
    expected: `the callers of ${workload.name}, edge or `
      + `services${known === undefined ? '' : `, at ${known.join(', ')}`}`,
    found:
      object.listAt('spec', 'ingress').length === 0
        ? 'nobody is admitted'
        : 'peers or ports that are none of theirs',
  }];
}

/** The rules of a policy, or the policy that lacks them. */
function placeOf(policy: KubeObject, rules: 'ingress' | 'egress'): Field {
  return policy.at('spec', rules) === undefined ? policy.field('spec') : policy.field('spec', rules);
}

interface RoutedPort {
  readonly port: string;
  readonly route: string;
}

/** The ports of a workload to which routes of the input lead. */
function routedPorts(workload: Workload, model: Model): RoutedPort[] {
  const services = model.services.all.filter((each) => model.services.podsOf(each).includes(workload));
  return model.routes.flatMap(({ backends, object }) => backends.flatMap(({ service, namespace, port }) => {
    const found = services.find(
      (each) => each.name === service && sameHome(each, beside(object, namespace ?? object.namespace)),
    );
    const target = found && model.services.containerPort(found, port);
    return target === undefined ? [] : [{ port: target, route: object.toString() }];
  }));
}

/** The edge is admitted by nobody: all peers are pods that the input shows, and none of them is an edge. */
function withoutEdge(
  { workload, policies: [{ object }], policies }: Subject, [first]: readonly RoutedPort[], model: Model,
): Violation[] {
  const known = model.workloads.filter(isUnions);
  return first === undefined || !policies.every((policy) => policy.admitsKnownAlone(known)) ? [] : [{
    at: object.field('spec', 'ingress'),
    expected: `the edge among the callers of ${workload.name}, for ${first.route}`,
    found: 'services of Union alone',
  }];
}

/** Ports to which routes lead and nobody is admitted. */
function shutPorts(
  { workload, policies: [{ object }], policies }: Subject, routed: readonly RoutedPort[],
): Violation[] {
  const declared = workload.containers.flatMap(({ ports }) => ports).map(({ number }) => number);
  const shut = new Map(routed.map(({ port, route }) => [port, route] as const)
    .filter(([port]) => declared.includes(port) && !policies.some((policy) => policy.admitsTo(port))));
  return [...shut].map(([port, route]) => ({
    at: object.field('spec', 'ingress'),
    expected: `callers of ${workload.name} at ${port}, to which ${route} leads`,
    found: 'nobody at this port',
  }));
}

function withoutWayOut({ workload, policies: [{ object }], policies }: Subject): Violation[] {
  if (policies.some(({ letsOut }) => letsOut)) {
    return policies.some(({ letsAskNames }) => letsAskNames) ? [] : [{
      at: object.field('spec', 'egress'),
      expected: `port 53 for ${workload.name}, which looks up the provider and its siblings`,
      found: 'no way to a DNS server',
    }];
  }
  return [{
    at: placeOf(object, 'egress'),
    expected: `a way out of the cluster for ${workload.name}, which fetches tokens from the provider`,
    found: object.listAt('spec', 'egress').length === 0 ? 'no egress at all' : 'egress to pods alone',
  }];
}
