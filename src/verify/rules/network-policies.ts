import { grouped, groupsByKey, oncePer } from '../../common/data/collections';
import { listed } from '../../common/data/texts';
import { nameSlipOf } from '../../common/props/suggestion';
import { OWN_GATES } from '../../contract/edges/own-gate-config';
import { knownProvider } from '../../contract/providers/known-providers';
import { FLYTEADMIN_SERVICE } from '../../contract/union/flyteadmin';
import { TRUSTING_SERVICES } from '../../contract/union/services';
import { planeOf } from '../credentials/plane';
import { isClusterName, serviceOfHost } from '../edge/cluster-name';
import { hostOfUrl, portOfUrl, subrequests } from '../edge/route';
import { rule, Violation } from '../engine/rule';
import { beside, homeKey, sameHome } from '../kube/home';
import { HomeIndex, nearby, nearIn } from '../kube/home-index';
import { asText } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import { NetworkPolicy } from '../kube/network-policy';
import type { Workload } from '../kube/workload';
import { endpointsOf } from '../model/endpoints';
import type { Model } from '../model/model';
import type { Field } from '../read/field';
import { ChartObject } from '../values/chart-object';

/** The required calls between workloads, and the network policies between them. */

/** A workload that others must reach, or that must reach others, and the policies that isolate it. */
interface Isolated {
  readonly workload: Workload;
  readonly policies: readonly NetworkPolicy[];
  readonly direction: 'Ingress' | 'Egress';
}

/** Required outgoing calls: services that fetch tokens, and callers of flyteadmin in the cluster. */
const calledBy = oncePer((model: Model): ReadonlyMap<Workload, string> => {
  const clients = [
    ...model.clients.filter(({ usesClientSecret }) => usesClientSecret),
    ...model.flyteadmins.filter(({ authEnabled }) => authEnabled),
  ];
  return new Map([
    ...[...inCluster(model).map(({ config }) => config.container.workload), ...gatesOf(model)]
      .map((workload) => [workload, 'flyteadmin'] as const),
    ...clients.map(({ config }) => [config.container.workload, 'the provider'] as const),
  ]);
});

/** The ports of providers known to be outside the cluster, without a proxy before them. */
const providerPorts = oncePer(({ clients }: Model): ReadonlyMap<Workload, readonly string[]> =>
  new Map(clients.flatMap(({ tokenUrl, config: { container } }) => {
    const hasProxy = container.env.some(({ name }) => /_proxy$/i.test(name));
    return knownProvider(tokenUrl?.text) === undefined || hasProxy || container.envFrom.length > 0 ? []
      : [[container.workload, [portOfUrl(tokenUrl!.text!) ?? '443']] as const];
  })));

const POLICY = ['networking.k8s.io', 'NetworkPolicy'] as const;

const policiesIn = oncePer((model: Model): readonly NetworkPolicy[] =>
  model.ofKind(...POLICY).map((object) => new NetworkPolicy(object)));

const policiesNear = oncePer((model: Model) => nearby(policiesIn(model), ({ object }) => object));

function isolatedBy(
  workload: Workload, direction: Isolated['direction'], model: Model,
): readonly NetworkPolicy[] {
  return policiesNear(model)(workload).filter((policy) => policy.isolates(workload, direction));
}

/** Those of the control plane that a Service selects: the edge or their siblings call them. */
function calledIn({ services, workloads }: Model): Workload[] {
  const served = new Set(services.all.flatMap((service) => services.podsOf(service)));
  return workloads.filter((workload) => planeOf(workload) === 'control' && served.has(workload));
}

/** The workloads that guards query. */
const askedIn = oncePer((model: Model): readonly Workload[] =>
  subrequests(model.routes).flatMap(({ guard, route }) => {
    const asked = serviceOfHost(hostOfUrl(guard.url) ?? '');
    const service = asked && model.services.named(asked.service, beside(route.object, asked.namespace));
    return service === undefined ? [] : model.services.podsOf(service);
  }));

const gatesOf = (model: Model) => askedIn(model).filter(({ name }) => OWN_GATES.has(name));
const inCluster = (model: Model) => endpointsOf(model).filter(({ host }) => isClusterName(host));

export const networkPolicyCuts = rule('network-policy-cuts', {
  of(model): Isolated[] {
    if (policiesIn(model).length === 0) {
      return [];
    }
    const isolated = (direction: Isolated['direction']) => (workload: Workload): Isolated[] => {
      const policies = isolatedBy(workload, direction, model);
      return policies.length === 0 ? [] : [{ workload, policies, direction }];
    };
    const called = new Set([...calledIn(model), ...askedIn(model)]);
    return [
      ...[...called].flatMap(isolated('Ingress')),
      ...[...calledBy(model).keys()].flatMap(isolated('Egress')),
    ];
  },
  *all(subjects, model) {
    const [incoming, outgoing] = (['Ingress', 'Egress'] as const).map((direction) =>
      subjects.filter((subject) => subject.direction === direction));
    const isStuck = ({ workload, policies }: Isolated) => (calledBy(model).get(workload) === 'the provider'
      ? !policies.some((policy) => policy.letsOut(providerPorts(model).get(workload)))
      : policies.every(({ isWithoutEgress }) => isWithoutEgress));
    // All effects of one policy are one finding.
    const stuck = grouped(outgoing.filter(isStuck), ({ policies: [{ object }] }) => `${object}`);
    yield* stuck.map((alike) => withoutWayOut(alike, model));
    for (const subject of outgoing.filter((each) => !isStuck(each))) {
      const unnamed = withoutNames(subject, model);
      yield* unnamed.length > 0 ? unnamed : withoutCalled(subject, model);
    }
    yield* incoming.flatMap((subject) => withoutCallers(subject, model));
    yield* withOtherEdge(incoming, model);
  },
});

/** The rules of a policy, or the policy that lacks them. */
function placeOf({ object }: NetworkPolicy, rules: 'ingress' | 'egress'): Field {
  return object.at('spec', rules) === undefined ? object.field('spec') : object.field('spec', rules);
}

function withoutWayOut(alike: readonly Isolated[], model: Model): Violation {
  const [{ policies: [policy] }] = alike;
  const isProvider = alike.some(({ workload }) => calledBy(model).get(workload) === 'the provider');
  const called = isProvider ? 'the provider' : 'flyteadmin';
  const names = listed(alike.map(({ workload }) => workload.name));
  return {
    at: placeOf(policy, 'egress'),
    expected: `a way to ${called} for ${names}`,
    values: { workload: names, cut: called },
    found: policy.isWithoutEgress ? 'no egress'
      : `egress to ${policy.letsOut([]) ? 'other ports' : 'pods'} alone`,
  };
}

function withoutNames({ workload, policies }: Isolated, model: Model): Violation[] {
  return policies.some(({ letsAskNames }) => letsAskNames) ? [] : [{
    at: placeOf(policies[0], 'egress'),
    expected: `port 53 by UDP for ${workload.name}, which looks up ${calledBy(model).get(workload)}`,
    values: { workload: workload.name, cut: 'DNS' },
    found: 'no way to a DNS server',
  }];
}

/** A call within the cluster with the pods of both sides in the input. */
interface Call {
  readonly caller: Workload;
  readonly called: Workload;
  readonly port: string;
}

/** Clients call by endpoint, gates by their contract. Objects of charts have no labels. */
const callsOf = oncePer((model: Model) => {
  const byEndpoint = inCluster(model).map(({ host, port, config: { container: { workload } } }) =>
    ({ workload, port, ...serviceOfHost(host) }));
  const { name: service, httpPort } = FLYTEADMIN_SERVICE;
  const gates = gatesOf(model)
    .map((workload) => ({ workload, service, port: String(httpPort), namespace: undefined }));
  const all = [...byEndpoint, ...gates].flatMap((asking): Call[] => {
    const { workload: caller, service: name = '', namespace, port } = asking;
    const found = model.services.named(name, beside(caller, namespace ?? caller.namespace));
    const target = found && model.services.containerPort(found, port);
    return found === undefined || target === undefined || target === 'none' ? []
      : model.services.podsOf(found).map((called) => ({ caller, called, port: target }));
  });
  const calls = all.filter(({ caller, called }) => caller !== called
    && [caller, called].every(({ podLabels }) => Object.keys(podLabels).length > 0));
  return { from: groupsByKey(calls, ({ caller }) => caller), to: groupsByKey(calls, ({ called }) => called) };
});

function withoutCalled({ workload, policies }: Isolated, model: Model): Violation[] {
  const cut = callsOf(model).from.get(workload)
    ?.find(({ called, port }) => !policies.some((policy) => policy.reaches(called, [port])));
  return cut === undefined ? [] : [{
    at: placeOf(policies[0], 'egress'),
    expected: `a way to ${cut.called.name} for ${workload.name}, at port ${cut.port} of its pods`,
    values: { workload: workload.name, cut: cut.called.name },
    found: 'egress to others',
  }];
}

/** An ingress rule for an edge that the input does not show, unlike the one in the other policies. */
function* withOtherEdge(incoming: readonly Isolated[], model: Model): Iterable<Violation> {
  for (const ofHome of grouped(incoming, ({ workload }) => homeKey(workload))) {
    const known = nearIn(model.workloads, ofHome[0].workload).filter((each) => model.scope.has(each));
    const named = ofHome.map(({ workload, policies }) =>
      ({ workload, policies, others: policies.flatMap((policy) => policy.others(known)) }))
      .filter(({ others }) => others.length > 0);
    for (const { workload, policies: [policy], others } of named) {
      const rest = named.filter((each) => each.workload !== workload);
      const usual = rest[0]?.others.find((other) => rest.every((each) => each.others.includes(other)));
      if (usual !== undefined && rest.length > 2 && !others.includes(usual)) {
        yield {
          at: placeOf(policy, 'ingress'),
          expected: `the edge as the other ${rest.length} policies name it: ${usual}`,
          values: { workload: workload.name, cut: 'the edge' },
          found: others.join(', '),
        };
      }
    }
  }
}

/** Callers are the siblings in the namespace, and the edge, which may be any unknown peer. */
function withoutCallers({ workload, policies }: Isolated, model: Model): Violation[] {
  const [policy] = policies;
  const declared = workload.containers.flatMap(({ ports }) => ports.flatMap(({ number }) => number ?? []));
  const isShut = (ports: readonly string[], known: readonly Workload[]) =>
    !policies.some((each) => each.mayAdmitOthers(ports, known));
  const siblings = nearIn(model.workloads, workload).filter((other) => other !== workload);
  if (siblings.length > 0 && isShut(declared, [])
    && !siblings.some((sibling) => policies.some((each) => each.admits(sibling, declared)))) {
    return [{
      at: placeOf(policy, 'ingress'),
      expected: `the callers of ${workload.name}, edge or services${
        declared.length === 0 ? '' : `, at ${declared.join(', ')}`}`,
      values: { workload: workload.name, cut: 'its callers' },
      found: policy.object.listAt('spec', 'ingress').length === 0
        ? 'no caller is admitted'
        : 'other peers or ports',
    }];
  }
  const cut = withoutOwn({ workload, policies }, model);
  if (cut.length > 0) {
    return cut;
  }
  const known = [workload, ...siblings].filter((each) => model.scope.has(each));
  const routed = routedPorts(workload, model).filter(({ port }) => declared.includes(port));
  const [shut, ...more] = routed.filter(({ port }) => isShut([port], known));
  return shut === undefined ? [] : [{
    at: placeOf(policy, 'ingress'),
    expected: `the edge among the callers of ${workload.name} at ${shut.port}, to which ${shut.route} leads`,
    values: {
      workload: workload.name,
      cut: more.length + 1 === routed.length ? 'the edge' : `callers of its port ${shut.port}`,
    },
    found: policies.some((each) => each.admitsTo(shut.port))
      ? 'services of Union alone'
      : 'no caller at this port',
  }];
}

function withoutOwn(
  { workload, policies }: Pick<Isolated, 'workload' | 'policies'>, model: Model,
): Violation[] {
  const [policy] = policies;
  const cut = (callsOf(model).to.get(workload) ?? [])
    .filter(({ caller, port }) => !policies.some((each) => each.admits(caller, [port])));
  const names = listed([...new Set(cut.map(({ caller }) => caller.name))]);
  return cut.length === 0 ? [] : [{
    at: placeOf(policy, 'ingress'),
    expected: `${names} among the callers of ${workload.name}, at port ${cut[0].port} of its pods`,
    values: { workload: workload.name, cut: names },
    found: 'other peers or ports',
  }];
}

/** The ports of a workload that routes of the input use, each with one of the routes. */
function routedPorts(workload: Workload, model: Model): { readonly port: string; readonly route: string }[] {
  const ports = new Map(model.services.before(workload).flatMap((service) =>
    routedTo(model).near(service.name, service).flatMap(({ port, object }) => {
      const target = model.services.containerPort(service, port);
      return target === undefined ? [] : [[target, object.toString()] as const];
    })));
  return [...ports].map(([port, route]) => ({ port, route }));
}

const routedTo = oncePer(({ routes }: Model) => {
  const index = new HomeIndex<{ readonly port: string | undefined; readonly object: KubeObject }>();
  routes.forEach(({ backends, object }) => backends.forEach(({ service, namespace, port }) =>
    index.add(service, beside(object, namespace ?? object.namespace), { port, object })));
  return index;
});

/** Other policies that may isolate pods and are not read: of meshes and network plugins. */
const OTHER_POLICIES = [
  ['security.istio.io', 'AuthorizationPolicy'],
  ['cilium.io', 'CiliumNetworkPolicy'],
  ['cilium.io', 'CiliumClusterwideNetworkPolicy'],
  ['crd.projectcalico.org', 'NetworkPolicy'],
  ['crd.projectcalico.org', 'GlobalNetworkPolicy'],
  ['policy.networking.k8s.io', 'AdminNetworkPolicy'],
  ['policy.linkerd.io', 'AuthorizationPolicy'],
] as const;

/** Pods of services that trust identity headers, if the input shows who may call pods. */
function trustingPods(model: Model): Workload[] {
  const isElsewhere = OTHER_POLICIES.some(([group, kind]) => model.ofKind(group, kind).length > 0);
  return isElsewhere ? [] : model.workloads.filter((workload) =>
    TRUSTING_SERVICES.includes(workload.name)
    && planeOf(workload) === 'control'
    // The result of values has no labels here, and without pods there are none.
    && !(workload.object instanceof ChartObject)
    && workload.containers.length > 0
    && model.holds(...POLICY, workload.object));
}

export const servicesReachable = rule('services-reachable', {
  comesOf: ['service-without-pods'],
  of: trustingPods,
  *all(subjects, model) {
    const isolating = subjects.map((workload) => isolatedBy(workload, 'Ingress', model));
    yield* wideOpen(isolating.flat());
    const open = subjects.filter((_, index) => isolating[index].length === 0);
    // A policy for pods that do not exist has a misspelt selector.
    const aimless = policiesIn(model).filter((policy) =>
      !nearIn(model.workloads, policy.object).some((workload) => policy.isolates(workload, 'Ingress')));
    for (const alike of grouped(open, ({ object }) => homeKey(object))) {
      const [first, ...others] = alike.map(({ name }) => name).sort();
      const meant = aimless.find(({ object }) => sameHome(object, alike[0].object)
        && Object.values(object.objectAt('spec', 'podSelector', 'matchLabels')).some((label) =>
          nameSlipOf(asText(label) ?? '', alike.map(({ name }) => name)) !== undefined));
      yield {
        at: meant?.object.field('spec', 'podSelector') ?? alike[0].object.field('metadata', 'name'),
        expected: 'a NetworkPolicy that admits the edge and the services of the namespace alone',
        found: `no NetworkPolicy for ${first}${others.length === 0 ? '' : ` and ${others.length} more`}`,
        values: { namespace: alike[0].namespace ?? 'of the release' },
      };
    }
  },
});

function wideOpen(policies: readonly NetworkPolicy[]): Violation[] {
  return [...new Set(policies)].filter(({ admitsAnybody }) => admitsAnybody).map(({ object }) => ({
    at: object.field('spec', 'ingress'),
    expected: 'the edge and the services of the namespace alone',
    found: 'a rule without from, which admits any pod',
    values: { namespace: object.namespace ?? 'of the release' },
  }));
}
