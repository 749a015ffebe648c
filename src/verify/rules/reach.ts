import { groupsByKey, oncePer } from '../../common/data/collections';
import { enumerated, listText } from '../../common/data/enumerated';
import { isUnionService, KNOWN_SERVICES, workloadOf } from '../../contract/union/services';
import { FLYTEADMIN } from '../../contract/union/services/flyteadmin';
import type { PortContract } from '../../contract/union/workloads';
import { serviceOfHost } from '../edge/cluster-name';
import { hostOfUrl, portOfUrl, subrequests } from '../edge/route';
import { rule, Violation } from '../engine/rule';
import { HomeIndex } from '../kube/home-index';
import type { Service, ServicePort } from '../kube/service';
import type { Workload } from '../kube/workload';
import { Endpoint, endpointsOf } from '../model/endpoints';
import type { Model } from '../model/model';
import type { Field } from '../read/field';
import { ChartObject } from '../values/chart-object';

/** Whether pods can be reached: Services and their ports. */

/** The address pattern of services: `_SERVICE_` stands for a name. */
const PATTERN = 'union.internalConnectionConfig.urlPattern';

/** The services of the pattern, as far as known; shards and auxiliary services have other ports. */
const NAMED_BY_PATTERN = [FLYTEADMIN.name, ...KNOWN_SERVICES];

/** A Service, and the workload with its name. */
interface Named {
  readonly service: Service;
  readonly workload: Workload;
  /** All workloads that it selects. */
  readonly selected: readonly Workload[];
}

/** The Services of Union and of guards, with their workloads in the input. */
function subjectsOf(model: Model): Named[] {
  const asked = new Set(subrequests(model.routes).flatMap(({ guard }) => askedService(guard.url) ?? []));
  return model.services.all.filter(({ type }) => type !== 'ExternalName').flatMap((service) => {
    const workload = model.workload(service.name, service);
    const isJudged = workload !== undefined && (model.scope.has(workload) || asked.has(service.name));
    return isJudged ? [{ service, workload, selected: model.services.podsOf(service) }] : [];
  });
}

/** Each flyteadmin in values whose Service is not in the input. */
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
  *each(subject, model) {
    if (!('service' in subject)) {
      yield* movedPorts(subject, model);
      return;
    }
    const { service, selected } = subject;
    if (model.scope.has(subject.workload) && service.ports.length === 0) {
      yield withoutPorts(subject);
    } else if (selected.length === 0) {
      yield* selectorFault(subject);
    } else if (selected.every(isScaledToNone)) {
      yield* scaleFaults(selected);
    } else {
      const at = service.field('ports');
      yield* service.ports.flatMap((port, index) => portFault(subject, port, at.child(index)));
      yield* selected.flatMap((workload) => movedPorts(workload, model, service));
      yield* siblingFault(subject, model);
    }
  },
});

/** All callers of the Service miss its ports: one finding for all. */
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
  const odd = oddLabel(service, workload);
  if (odd !== undefined) {
    const [name, value] = odd;
    yield {
      at: workload.object.field('spec', 'template', 'metadata', 'labels', name),
      expected: `${value}, as the selectors of ${workload.object} and of the Service say`,
      headline: 'pods',
      found: workload.podLabels[name] === undefined ? 'none' : String(workload.podLabels[name]),
    };
    return;
  }
  yield {
    at: selector.length === 0 ? service.field() : service.field('selector'),
    expected: `a selector that matches the pods of ${workload.object}`,
    headline: 'pods',
    found: selector.length === 0 ? 'none' : `${selector.join(', ')}, which no pod has`,
    // The API server refuses a workload without containers; another rule reports it.
    restsOn: workload.containers.length === 0 ? [workload.pod.child('containers')] : [],
  };
}

/** A label that pods lack for the Service, and for their own workload's selector. */
function oddLabel(
  service: Service, { object, podLabels, containers }: Workload,
): [string, string] | undefined {
  const own = object.objectAt('spec', 'selector', 'matchLabels');
  const odd = Object.entries(service.selector).filter(([name, value]) => podLabels[name] !== value);
  const isOwn = containers.length > 0 && odd.every(([name, value]) => own[name] === value);
  return isOwn ? odd[0] : undefined;
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

/** The known ports of a service; none for others than Union's. */
function contractPorts(name: string): readonly PortContract[] {
  if (name === FLYTEADMIN.name) {
    return FLYTEADMIN.ports;
  }
  return isUnionService(name) ? workloadOf(name).ports : [];
}

/** The pods do not listen there, or it is flyteadmin's other port. */
function portFault(
  { service, selected }: Named, { port, target = port }: ServicePort, at: Field,
): Violation[] {
  const known = contractPorts(service.name);
  const contract = known.find(({ servicePort }) => String(servicePort) === port);
  const other = known.find((each) => each !== contract && String(each.containerPort) === target);
  // Of a duplicate number, one is the missing port of another Service.
  const isTwice = service.ports.filter((each) => each.port === port).length > 1;
  if (service.name === FLYTEADMIN.name && contract !== undefined && other !== undefined && !isTwice) {
    return [{
      at,
      expected: `targetPort ${contract.containerPort} (${contract.name}) behind port ${port}`,
      found: `${target}, where the pods speak ${other.name}`,
    }];
  }
  const declared = selected.flatMap(({ containers }) => containers).flatMap(({ ports }) => ports);
  const isNumber = /^\d+$/.test(target ?? '');
  const listens = declared.some(({ name, number }) => target === (isNumber ? number : name))
    || known.some(({ containerPort, targetPort }) =>
      [containerPort, targetPort].some((number) => String(number) === target));
  // Declared ports are hints, and charts declare unused ones: for a known service only its known ports count.
  const counts = (declared.length > 0 || !isNumber) && (known.length === 0 || contract !== undefined);
  const ports = declared.flatMap(({ name, number }) =>
    (name === undefined ? number ?? [] : `${number} (${name})`));
  return listens || !counts ? [] : [{
    at,
    expected: `a targetPort on which its pods listen: ${enumerated(ports) || 'they declare none'}`,
    found: target ?? 'none',
  }];
}

const CONFIGURED = new Set([FLYTEADMIN.name, ...KNOWN_SERVICES]);

/** The configs of a workload, which set its ports. */
const configsOf = oncePer((model: Model) => groupsByKey(
  model.configs.filter(({ container }) => !container.init && CONFIGURED.has(container.workload.name)),
  ({ container }) => container.workload));

/** Pods listen on another port than the Service targets; no value changes targetPort (flyte-core 1.16). */
function movedPorts(workload: Workload, model: Model, service?: Service): Violation[] {
  const configs = configsOf(model).get(workload) ?? [];
  const roles = contractPorts(workload.name).map(({ settings = [], containerPort, servicePort }) => ({
    number: String(containerPort),
    offered: service === undefined ? String(servicePort) : service.ports.find(({ port }) =>
      model.services.containerPort(service, port) === String(containerPort))?.port,
    told: configs.flatMap((config) => settings.flatMap((path) => config.get(path) ?? []))
      .filter(({ text }) => /^\d+$/.test(text ?? '')),
  }));
  const isOfOther = (role: object, number: string) =>
    roles.some((other) => other !== role && other.told.some(({ text }) => text === number));
  const whose = service === undefined ? 'the Service of its chart' : `the Service ${service.name}`;
  return roles.filter((role) => role.offered !== undefined && !isOfOther(role, role.number))
    .flatMap(({ number, offered, told }) => told.filter(({ text }) => text !== number)
      .map(({ path, field, text }) => ({
        at: field,
        expected: `${path}: ${number}, where port ${offered} of ${whose} leads`,
        found: text!,
      })));
}

/** The address patterns in configs. */
const patternsOf = oncePer((model: Model) => {
  const index = new HomeIndex<string>();
  model.configs.forEach((config) =>
    index.add(PATTERN, config.container.workload, config.text(PATTERN) ?? ''));
  return index;
});

const endpointsByService = oncePer((model: Model) => {
  const index = new HomeIndex<Endpoint>();
  endpointsOf(model).filter(({ port }) => port !== undefined).forEach((endpoint) =>
    index.add(askedService(`dns://${endpoint.host}`) ?? '', endpoint.config.container.workload, endpoint));
  return index;
});

/** The required ports of a Service of Union, with their callers. */
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
        found: listText(service.ports.map((each) => each.port ?? 'one without a number'), 'ports', [port]),
      };
    }
  }
}
