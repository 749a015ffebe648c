import { grouped, groupsByKey } from '../../common/data/grouped';
import { listed } from '../../common/data/listed';
import { oncePer } from '../../common/data/once-per';
import { OWN_GATES } from '../../contract/edges/own-gate-config';
import { isUnions, planeOf } from '../credentials/plane';
import { isClusterName, serviceOfHost } from '../edge/cluster-name';
import { hostOfUrl } from '../edge/route';
import { defineRule, Violation } from '../engine/rule';
import { beside } from '../kube/home';
import { HomeIndex, nearIn } from '../kube/home-index';
import type { KubeObject } from '../kube/kube-object';
import { NetworkPolicy } from '../kube/network-policy';
import type { Workload } from '../kube/workload';
import { endpointsOf } from '../model/endpoints';
import type { Model } from '../model/model';
import type { Field } from '../read/field';

/** A workload that others must reach, or that must reach others, and the policies that isolate it. */
interface Subject {
  readonly workload: Workload;
  readonly policies: readonly NetworkPolicy[];
  readonly direction: 'Ingress' | 'Egress';
}

/** What a workload calls, by which it may be cut off. */
interface Calls {
  readonly provider: boolean;
  readonly flyteadmin: boolean;
}

function subjectsOf(model: Model): Subject[] {
  const policies = model
    .ofKind('networking.k8s.io', 'NetworkPolicy')
    .map((object) => new NetworkPolicy(object));
  const near = policiesNear(policies);
  const isolated = (direction: Subject['direction']) => (workload: Workload): Subject[] => {
    const own = near(workload).filter((policy) => policy.isolates(workload, direction));
    return own.length === 0 ? [] : [{ workload, policies: own, direction }];
  };
  const called = policies.length === 0 ? [] : new Set([...calledIn(model), ...askedIn(model)]);
  const calling = policies.length === 0 ? [] : callsOf(model).keys();
  return [...[...called].flatMap(isolated('Ingress')), ...[...calling].flatMap(isolated('Egress'))];
}

/** Who fetches tokens from the provider, and who calls flyteadmin inside the cluster. */
const callsOf = oncePer((model: Model): ReadonlyMap<Workload, Calls> => {
  const calls = new Map<Workload, Calls>();
  const add = (workload: Workload, more: Partial<Calls>) =>
    calls.set(workload, { provider: false, flyteadmin: false, ...calls.get(workload), ...more });
  model.clients.filter(({ usesClientSecret }) => usesClientSecret)
    .forEach(({ config }) => add(config.container.workload, { provider: true }));
  model.flyteadmins.filter(({ authEnabled }) => authEnabled)
    .forEach(({ config }) => add(config.container.workload, { provider: true }));
  endpointsOf(model).filter(({ host }) => isClusterName(host))
    .forEach(({ config }) => add(config.container.workload, { flyteadmin: true }));
  askedIn(model).filter(({ name }) => OWN_GATES.has(name))
    .forEach((workload) => add(workload, { flyteadmin: true }));
  return calls;
});

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

export const networkPolicyCuts = defineRule('network-policy-cuts', {
  subjects: subjectsOf,
  notApplicable: 'No NetworkPolicy in the input isolates a service of Union.',
  *check(subjects, model) {
    const stuck = new Set(subjects.filter((subject) => hasNoWayOut(subject, model)));
    for (const alike of grouped([...stuck], ({ policies: [{ object }] }) => `${object}`)) {
      yield withoutWayOut(alike, model);
    }
    for (const subject of subjects.filter((each) => !stuck.has(each))) {
      yield* subject.direction === 'Ingress' ? withoutCallers(subject, model) : cutOff(subject, model);
    }
  },
});

/**
 * Callers are the siblings in the namespace; the edge, wherever a peer may be that the input does not show.
 */
function withoutCallers(subject: Subject, model: Model): Violation[] {
  const { workload, policies } = subject;
  const known = portsOf(workload);
  const callers = nearIn(model.workloads, workload).filter((other) => other !== workload);
  const admitsAny = (policy: NetworkPolicy) => policy.admitsOthers(known, workload.namespace)
    || callers.some((caller) => policy.admits(caller, known));
  const [{ object }] = policies;
  if (policies.some(admitsAny)) {
    const routed = routedPorts(workload, model);
    return [...withoutEdge(subject, routed, model), ...shutPorts(subject, routed)];
  }
  return callers.length === 0 ? [] : [{
    at: placeOf(object, 'ingress'),
    expected: `the callers of ${workload.name}, edge or services${at(known)}`,
    values: { workload: workload.name, cut: 'its callers' },
    found:
      object.listAt('spec', 'ingress').length === 0
        ? 'nobody is admitted'
        : 'peers or ports that are none of theirs',
  }];
}

function at(ports: readonly string[] | undefined): string {
  return ports === undefined ? '' : `, at ${ports.join(', ')}`;
}

/** The ports that a workload declares; nothing where it declares none. */
function portsOf(workload: Workload): string[] | undefined {
  const ports = workload.containers.flatMap(({ ports: declared }) =>
    declared.flatMap(({ number }) => number ?? []),
  );
  return ports.length > 0 ? ports : undefined;
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
  return model.services.before(workload).flatMap((service) =>
    routedTo(model).near(service.name, service).flatMap(({ port, object }) => {
      const target = model.services.containerPort(service, port);
      return target === undefined ? [] : [{ port: target, route: object.toString() }];
    }));
}

/** The routes that lead to a Service, by its name. */
const routedTo = oncePer(({ routes }: Model) => {
  const index = new HomeIndex<{ readonly port: string | undefined; readonly object: KubeObject }>();
  routes.forEach(({ backends, object }) => backends.forEach(({ service, namespace, port }) =>
    index.add(service, beside(object, namespace ?? object.namespace), { port, object })));
  return index;
});

/** The edge is admitted by nobody: all peers are pods that the input shows, and none of them is an edge. */
function withoutEdge(
  { workload, policies: [{ object }], policies }: Subject, [first]: readonly RoutedPort[], model: Model,
): Violation[] {
  const known = model.workloads.filter(isUnions);
  return first === undefined || !policies.every((policy) => policy.admitsKnownAlone(known)) ? [] : [{
    at: object.field('spec', 'ingress'),
    expected: `the edge among the callers of ${workload.name}, for ${first.route}`,
    values: { workload: workload.name, cut: 'the edge' },
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
    values: { workload: workload.name, cut: `callers of its port ${port}` },
    found: 'nobody at this port',
  }));
}

/** Whether a client of the provider, or whoever has no egress at all, gets nowhere. */
function hasNoWayOut({ workload, policies, direction }: Subject, model: Model): boolean {
  return direction === 'Egress' && (callsOf(model).get(workload)?.provider
    ? !policies.some(({ letsOut }) => letsOut)
    : policies.every(({ object }) => object.listAt('spec', 'egress').length === 0));
}

/** What one policy does to all that it isolates is one finding. */
function withoutWayOut(alike: readonly Subject[], model: Model): Violation {
  const [{ policies: [{ object }] }] = alike;
  const workloads = alike.map(({ workload }) => workload);
  const called = workloads.some((each) => callsOf(model).get(each)?.provider) ? 'the provider' : 'flyteadmin';
  return {
    at: placeOf(object, 'egress'),
    expected: `a way to ${called} for ${listed(workloads.map(({ name }) => name))}`,
    values: { workload: listed(workloads.map(({ name }) => name)), cut: called },
    found: object.listAt('spec', 'egress').length === 0 ? 'no egress at all' : 'egress to pods alone',
  };
}

/** Whom a workload does not reach, though it gets out. */
function cutOff(subject: Subject, model: Model): Violation[] {
  const { workload, policies } = subject;
  const { provider, flyteadmin } = callsOf(model).get(workload)!;
  const [{ object }] = policies;
  const calls = provider ? 'the provider and its siblings' : 'flyteadmin';
  const isUnnamed = !policies.some(({ letsAskNames }) => letsAskNames);
  return [
    ...(isUnnamed ? [{
      at: placeOf(object, 'egress'),
      expected: `port 53 by UDP for ${workload.name}, which looks up ${calls}`,
      values: { workload: workload.name, cut: 'DNS' },
      found: 'no way to a DNS server',
    }] : []),
    ...(flyteadmin ? withoutFlyteadmin(subject, model) : []),
  ];
}

/** Of the flyteadmin beside it; that of another namespace may be called by whatever leads there. */
function withoutFlyteadmin({ workload, policies }: Subject, model: Model): Violation[] {
  const called = nearIn(model.flyteadmins, workload).map(({ config: { container } }) => container.workload)
    .filter((other) => other !== workload);
  const cut = called.find((other) => !policies.some((policy) => policy.letsCall(other, portsOf(other))));
  return cut === undefined ? [] : [{
    at: placeOf(policies[0].object, 'egress'),
    expected: `the pods of ${cut.name}${at(portsOf(cut))} for ${workload.name}, which calls them`,
    values: { workload: workload.name, cut: cut.name },
    found: 'no rule that leads to them',
  }];
}
