import { oncePer } from '../../common/data/once-per';
import { KNOWN_SERVICES } from '../../contract/union/services';
import { FLYTEADMIN } from '../../contract/union/services/flyteadmin';
import { isUnions } from '../credentials/plane';
import { serviceOfHost } from '../edge/cluster-name';
import { hostOfUrl, portOfUrl } from '../edge/route';
import { defineRule, Violation } from '../engine/rule';
import { HomeIndex } from '../kube/home-index';
import type { Service } from '../kube/service';
import type { Workload } from '../kube/workload';
import { Endpoint, endpointsOf } from '../model/endpoints';
import { contractPorts } from '../model/listening';
import type { Model } from '../model/model';
import { probeFaults } from '../model/probe-ports';
import { movedPorts, portFaults } from '../model/service-ports';
import { ChartObject } from '../values/chart-object';

/** How services find each other: `_SERVICE_` stands for the name of one. */
const PATTERN = 'union.internalConnectionConfig.urlPattern';

/** Whom it names, as far as it is known; shards and what runs beside the services have other ports. */
const NAMED_BY_PATTERN = [FLYTEADMIN.name, ...KNOWN_SERVICES];

/** A Service, and the workload of its name that it is there for. */
interface Subject {
  readonly service: Service;
  readonly workload: Workload;
  /** All workloads that it selects. */
  readonly selected: readonly Workload[];
}

/** The Services of Union, and those that guards ask, whose workloads the input shows. */
function subjectsOf(model: Model): Subject[] {
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

export const serviceWithoutPods = defineRule('service-without-pods', {
  subjects: (model) => [...subjectsOf(model), ...describedByValues(model)],
  notApplicable: 'The input shows no Service of Union beside the workload of its name.',
  *check(subjects, model) {
    for (const subject of subjects) {
      if (!('service' in subject)) {
        yield* movedPorts(subject, model);
        continue;
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
    }
  },
});

/** Whoever calls the Service misses its ports: told here, for all of them. */
function withoutPorts({ service, workload, selected }: Subject): Violation {
  const selector = selected.length === 0 ? ', and a selector that matches them' : '';
  return {
    at: service.field('ports'),
    expected: `ports that lead to the pods of ${workload.object}${selector}`,
    headline: 'pods',
    found: 'none',
  };
}

function* selectorFault({ service, workload }: Subject): Iterable<Violation> {
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

function* siblingFault({ service }: Subject, model: Model): Iterable<Violation> {
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
