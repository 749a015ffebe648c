import { grouped, groupsByKey, oncePer } from '../../common/data/collections';
import { listed } from '../../common/data/texts';
import { OWN_GATES } from '../../contract/edges/own-gate-config';
import { KNOWN_SERVICES } from '../../contract/union/services';
import { FLYTEADMIN } from '../../contract/union/services/flyteadmin';
import { isUnions, planeOf } from '../credentials/plane';
import { isClusterName, serviceOfHost } from '../edge/cluster-name';
import { hostOfUrl, portOfUrl } from '../edge/route';
import { rule, Violation } from '../engine/rule';
import { beside } from '../kube/home';
import { HomeIndex, nearIn } from '../kube/home-index';
import type { KubeObject } from '../kube/kube-object';
import { NetworkPolicy } from '../kube/network-policy';
import type { Service } from '../kube/service';
import type { Workload } from '../kube/workload';
import { Endpoint, endpointsOf } from '../model/endpoints';
import { contractPorts } from '../model/listening';
import type { Model } from '../model/model';
import { probeFaults } from '../model/probe-ports';
import { movedPorts, portFaults } from '../model/service-ports';
import type { Field } from '../read/field';
import { ChartObject } from '../values/chart-object';

/** Whether pods can be reached: Services, ports, network policies. */

/** How services find each other: `_SERVICE_` stands for the name of one. */
const PATTERN = 'union.internalConnectionConfig.urlPattern';

/** Whom it names, as far as it is known; shards and what runs beside the services have other ports. */
const NAMED_BY_PATTERN = [FLYTEADMIN.name, ...KNOWN_SERVICES];

/** A Service, and the workload of its name that it is there for. */
interface Named {
  readonly service: Service;
  readonly workload: Workload;
  /** All workloads that it selects. */
  readonly selected: readonly Workload[];
}

/** The Services of Union, and those that guards ask, whose workloads the input shows. */
function subjectsOf(model: Model): Named[] {
  const asked = new Set(
    model.routes.flatMap(({ guard }) => (guard.kind === 'subrequest' ? (askedService(guard.url) ?? []) : [])),
  );
  return model.services.all.filter(({ type }) => type !== 'ExternalName').flatMap((service) => {
    const workload = model.workload(service.name, service);
    const isJudged = workload !== undefined && (isUnions(workload) || asked.has(service.name));
    return isJudged ? [{ service, workload, selected: model.services.podsOf(service) }] : [];
  });
}

/** Each flyteadmin that values describe, where the input does not show its Service. */
function describedByValues(model: Model): Workload[] {
  return model.workloads.filter((workload) => workload.name === FLYTEADMIN.name
    && workload.object instanceof ChartObject
    && model.services.named(FLYTEADMIN.name, workload) === undefined);
}

function askedService(url: string): string | undefined {
  const host = hostOfUrl(url);
  return host === undefined ? undefined : serviceOfHost(host)?.service ?? host;
}

export const serviceWithoutPods = rule('service-without-pods', {
  of: (model) => [...subjectsOf(model), ...describedByValues(model)],
  otherwise: 'The input shows no Service of Union beside the workload of its name.',
  *each(subject, model) {
    if (!('service' in subject)) {
      yield* movedPorts(subject, model);
      return;
    }
    const { selected } = subject;
    if (isUnions(subject.workload) && subject.service.ports.length === 0) {
      yield withoutPorts(subject);
    } else if (selected.length === 0) {
      yield* selectorFault(subject);
    } else if (selected.every(isScaledToNone)) {
      yield* scaleFaults(selected);
    } else {
      const ports = portFaults(subject, model);
      yield* [...ports, ...siblingFault(subject, model)];
      // A setting that is wrong is told already, and of one cause nothing twice.
      yield* ports.length > 0 ? [] : probeFaults(subject, model);
    }
  },
});

/** Whoever calls the Service misses its ports: told here, for all of them. */
function withoutPorts({ service, workload, selected }: Named): Violation {
  const selector = selected.length === 0 ? ', and a selector that matches them' : '';
  return {
    at: service.field('ports'),
    expected: `ports that lead to the pods of ${workload.object}${selector}`,
    headline: 'pods',
    found: 'none',
  };
}

function* selectorFault({ service, workload }: Named): Iterable<Violation> {
  const selector = Object.entries(service.selector).map(([name, value]) => `${name}=${value}`);
  yield {
    at: selector.length === 0 ? service.field() : service.field('selector'),
    expected: `a selector that matches the pods of ${workload.object}`,
    headline: 'pods',
    found: selector.length === 0 ? 'none' : `${selector.join(', ')}, which no pod has`,
    // Of a workload without containers that is told, which the API server refuses.
    restsOn: workload.containers.length === 0 ? [workload.pod.child('containers')] : [],
  };
}

function isScaledToNone({ object }: Workload): boolean {
  return object.at('spec', 'replicas') === 0;
}

function scaleFaults(selected: readonly Workload[]): Violation[] {
  return selected.map(({ object }) => ({
    at: object.field('spec', 'replicas'),
    expected: 'at least one pod',
    headline: 'replicas',
    found: '0',
  }));
}

/** How configs say that services find each other. */
const patternsOf = oncePer((model: Model) => {
  const index = new HomeIndex<string>();
  model.configs.forEach((config) =>
    index.add(PATTERN, config.container.workload, config.text(PATTERN) ?? ''));
  return index;
});

/** The endpoints with a port, by the Service that their host names. */
const endpointsByService = oncePer((model: Model) => {
  const index = new HomeIndex<Endpoint>();
  endpointsOf(model).filter(({ port }) => port !== undefined).forEach((endpoint) =>
    index.add(askedService(`dns://${endpoint.host}`) ?? '', endpoint.config.container.workload, endpoint));
  return index;
});

/** The ports at which a Service of Union is called, and which it must offer, with who calls it there. */
function portsAsked(service: Service, model: Model): Map<string, string> {
  const patterns = NAMED_BY_PATTERN.includes(service.name)
    ? patternsOf(model).near(PATTERN, service).filter(Boolean)
    : [];
  const port = patterns
    .map((pattern) => portOfUrl(pattern.includes('://') ? pattern : `dns://${pattern}`))
    .find(Boolean);
  const endpoints = endpointsByService(model).near(service.name, service);
  return new Map([
    ...endpoints.map((each): [string, string] => [each.port!, `clients call it (${each.section}.endpoint)`]),
    ...port === undefined ? [] : [[port, `services call each other by ${PATTERN}`] as const],
  ]);
}

function* siblingFault({ service }: Named, model: Model): Iterable<Violation> {
  for (const [port, callers] of portsAsked(service, model)) {
    const isContract = contractPorts(service.name).some(({ servicePort }) => String(servicePort) === port);
    if (isContract && service.port(port) === undefined) {
      yield {
        at: service.field('ports'),
        expected: `port ${port}, at which ${callers}`,
        headline: 'callers',
        values: { port, callers },
        found: service.ports.map((each) => each.port ?? 'one without a number').join(', ') || 'none',
      };
    }
  }
}

/** A workload that others must reach, or that must reach others, and the policies that isolate it. */
interface Isolated {
  readonly workload: Workload;
  readonly policies: readonly NetworkPolicy[];
  readonly direction: 'Ingress' | 'Egress';
}

/** What a workload calls, by which it may be cut off. */
interface Calls {
  readonly provider: boolean;
  readonly flyteadmin: boolean;
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

export const networkPolicyCuts = rule('network-policy-cuts', {
  of(model): Isolated[] {
    const policies = model
      .ofKind('networking.k8s.io', 'NetworkPolicy')
      .map((object) => new NetworkPolicy(object));
    const near = policiesNear(policies);
    const isolated = (direction: Isolated['direction']) => (workload: Workload): Isolated[] => {
      const own = near(workload).filter((policy) => policy.isolates(workload, direction));
      return own.length === 0 ? [] : [{ workload, policies: own, direction }];
    };
    const called = policies.length === 0 ? [] : new Set([...calledIn(model), ...askedIn(model)]);
    const calling = policies.length === 0 ? [] : callsOf(model).keys();
    return [...[...called].flatMap(isolated('Ingress')), ...[...calling].flatMap(isolated('Egress'))];
  },
  otherwise: 'No NetworkPolicy in the input isolates a service of Union.',
  *all(subjects, model) {
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
function withoutCallers(subject: Isolated, model: Model): Violation[] {
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
  { workload, policies: [{ object }], policies }: Isolated, [first]: readonly RoutedPort[], model: Model,
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
  { workload, policies: [{ object }], policies }: Isolated, routed: readonly RoutedPort[],
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
function hasNoWayOut({ workload, policies, direction }: Isolated, model: Model): boolean {
  return direction === 'Egress' && (callsOf(model).get(workload)?.provider
    ? !policies.some(({ letsOut }) => letsOut)
    : policies.every(({ object }) => object.listAt('spec', 'egress').length === 0));
}

/** What one policy does to all that it isolates is one finding. */
function withoutWayOut(alike: readonly Isolated[], model: Model): Violation {
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
function cutOff(subject: Isolated, model: Model): Violation[] {
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
function withoutFlyteadmin({ workload, policies }: Isolated, model: Model): Violation[] {
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
