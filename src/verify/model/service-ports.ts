import { grouped, groupsByKey } from '../../common/data/grouped';
import { oncePer } from '../../common/data/once-per';
import { isUnionService, KNOWN_SERVICES, workloadOf } from '../../contract/union/services';
import { FLYTEADMIN } from '../../contract/union/services/flyteadmin';
import type { PortContract, WorkloadContract } from '../../contract/union/workloads';
import type { Service, ServicePort } from '../kube/service';
import type { Container, Workload } from '../kube/workload';
import { Field, placeKey } from '../read/field';
import type { Model } from './model';

const TOLD = new Set([FLYTEADMIN.name, ...KNOWN_SERVICES]);

/** A Service with the workloads that it selects. */
interface Serving {
  readonly service: Service;
  readonly selected: readonly Workload[];
}

interface PortFault {
  readonly at: Field;
  readonly expected: string;
  readonly found: string;
}

/** The ports that the contract knows a service to have; none where it is none of Union's. */
export function contractPorts(name: string): readonly PortContract[] {
  return name === FLYTEADMIN.name || isUnionService(name) ? contractOf(name).ports : [];
}

/** The same of what is described service by service: of others' settings the contract says nothing. */
function toldPorts(name: string): readonly PortContract[] {
  return TOLD.has(name) ? contractPorts(name) : [];
}

function contractOf(name: string): WorkloadContract {
  return name === FLYTEADMIN.name ? FLYTEADMIN : workloadOf(name);
}

function portAt(ports: readonly PortContract[], number: string): PortContract | undefined {
  return ports.find(({ containerPort }) => String(containerPort) === number);
}

/** The ports of a Service that lead where nobody, or somebody else, listens; each place once. */
export function portFaults(serving: Serving, model: Model): PortFault[] {
  const faults = serving.service.ports.flatMap((port, index) => {
    const at = serving.service.object.field('spec', 'ports', index);
    const fault = otherPort(serving.service, port, at) ?? undeclaredPort(serving, port, at);
    return fault === undefined ? unheardPort(serving, port, at, model) : [fault];
  });
  return grouped(faults, ({ at }) => placeKey(at)).map(([first]) => first);
}

/** Of a number that stands twice, one is that of a port which is missed elsewhere. */
function isTwice({ ports }: Service, number: string | undefined): boolean {
  return ports.filter(({ port }) => port === number).length > 1;
}

/** Only flyteadmin speaks HTTP at one port and gRPC at another. */
function otherPort(service: Service, { port, target = port }: ServicePort, at: Field): PortFault | undefined {
  const known = contractPorts(service.name);
  const contract = known.find(({ servicePort }) => String(servicePort) === port);
  const other =
    service.name === FLYTEADMIN.name && !isTwice(service, port)
      ? known.find((each) => each !== contract && String(each.containerPort) === target)
      : undefined;
  return contract === undefined || other === undefined || target === String(contract.containerPort)
    ? undefined
    : {
      at,
      expected: `targetPort ${contract.containerPort} (${contract.name}) behind port ${port}`,
      found: `${target}, where the pods speak ${other.name}`,
    };
}

function undeclaredPort(
  { service, selected }: Serving, { port, target = port }: ServicePort, at: Field,
): PortFault | undefined {
  const declared = declaredPorts(selected);
  const known = contractPorts(service.name);
  const isDeclared = declared.some(({ name, number }) => target === (isNumber(target) ? number : name));
  // Declared ports are hints, and charts offer some that nothing serves: of a known service only those
  // count that it is known to have.
  const counts =
    (!isNumber(target) || declared.length > 0)
    && (known.length === 0 || known.some(({ servicePort }) => String(servicePort) === port));
  const isKnown = known.some(({ containerPort, targetPort }) =>
    [containerPort, targetPort].some((number) => String(number) === target),
  );
  const ports = declared.map(({ name, number }) => (name === undefined ? number : `${number} (${name})`));
  return !counts || isDeclared || isKnown
    ? undefined
    : {
      at,
      expected: `a targetPort on which its pods listen: ${ports.join(', ') || 'they declare none'}`,
      found: target ?? 'none',
    };
}

/** A port that leads elsewhere than the settings of its pods have them listen. */
function unheardPort(
  { service, selected }: Serving, { port, target }: ServicePort, at: Field, model: Model,
): PortFault[] {
  const leadsTo = model.services.containerPort(service, port);
  const known = toldPorts(service.name);
  const contract = known.find(({ servicePort }) => String(servicePort) === port);
  const isProxied = selected.flatMap(({ containers }) => containers)
    .some(({ name, ports }) =>
      name !== contractOf(service.name).container && ports.some(({ number }) => number === leadsTo));
  if (leadsTo === undefined || contract === undefined || isProxied) {
    return [];
  }
  // To another port of theirs Services may lead on purpose, such as to gRPC alone: not those of flyteadmin.
  const role = (service.name === FLYTEADMIN.name ? undefined : portAt(known, leadsTo))
    ?? portAt(known, String(contract.targetPort ?? contract.containerPort)) ?? contract;
  const declared = declaredPorts(selected);
  const named = isNumber(target) ? undefined : declared.find(({ name }) => name === target);
  const votesFor = (number: string) => Number(number === String(role.containerPort))
    + Number(named === undefined && declared.some((each) => each.number === number));
  return selected.flatMap((each) => listening(each, role, model))
    .filter(({ number }) => number !== leadsTo)
    .map(({ number, place, path }) => (number === undefined || votesFor(leadsTo) >= votesFor(number)
      ? {
        at: place,
        expected: `${path}: ${leadsTo}, where port ${port} of the Service ${service.name} leads`,
        found: number ?? 'none',
      }
      : {
        at: named?.field ?? at,
        expected: `${number}, on which the pods listen (${path})`,
        found: leadsTo,
      }));
}

/**
 * Probes of a service's own container that ask a port on which nothing in its pod listens. Meshes put probes
 * of theirs in their place, by another path.
 */
export function probeFaults({ service, selected }: Serving, model: Model): PortFault[] {
  const known = toldPorts(service.name);
  const { container, health } = contractOf(service.name);
  return known.length === 0 ? [] : selected.flatMap((workload) => {
    const heard = heardPorts(workload, known, model);
    return workload.containers.filter(({ name }) => name === container).flatMap((own) => own.probes
      .filter(({ path }) => path === undefined || path === health?.path)
      .flatMap(({ port, field }) => {
        const listened = isNumber(port) ? heard : own.ports.flatMap(({ name }) => name ?? []);
        const expected = `a port on which the pods listen: ${listened.join(', ') || 'none has a name'}`;
        const isFine = listened.includes(port) || (isNumber(port) && isSaid(port, own, model));
        return isFine ? [] : [{ at: field, expected, found: port }];
      }));
  });
}

/** Whether a setting that is not known here names a number, such as that of a profiler. */
function isSaid(number: string, container: Container, model: Model): boolean {
  const settings = (configsByWorkload(model).get(container.workload) ?? [])
    .flatMap((config) => config.section('')?.entries ?? [])
    .map(({ value }) => value);
  const said = JSON.stringify([settings, container.commandLine, container.env.map(({ value }) => value)]);
  return new RegExp(`(?<!\\d)${number}(?!\\d)`).test(said);
}

/** Declared ports are hints of what is not known otherwise. */
function heardPorts(workload: Workload, known: readonly PortContract[], model: Model): string[] {
  const byDefault = known.map(({ containerPort }) => String(containerPort));
  const declared = declaredPorts([workload]).flatMap(({ number }) => number ?? []);
  const listened = known.flatMap((role) => {
    const told = listening(workload, role, model).flatMap(({ number }) => number ?? []);
    return told.length > 0 ? told : [String(role.containerPort)];
  });
  return [...new Set([...listened, ...declared.filter((number) => !byDefault.includes(number))])];
}

/** Where a container listens, and the setting that says so, or would. */
interface Listening {
  readonly number: string | undefined;
  readonly path: string;
  readonly place: Field;
}

const configsByWorkload = oncePer((model: Model) => groupsByKey(
  model.configs.filter(({ container }) => !container.init), ({ container }) => container.workload));

/** Nothing where the input does not show it. */
function listening(workload: Workload, role: PortContract, model: Model): Listening[] {
  const configs = configsByWorkload(model).get(workload) ?? [];
  const paths = role.settings ?? [];
  const settings = configs.flatMap((config) => paths.flatMap((path) => config.get(path) ?? []));
  const [path] = paths;
  if (settings.length > 0 || path === undefined || !configs.every(({ complete }) => complete)) {
    return settings.filter(({ text }) => isNumber(text))
      .map(({ text, path: told, field }) => ({ number: text, path: told, place: field }));
  }
  const number = role.onlyIfTold ? undefined : String(role.containerPort);
  return configs.slice(0, 1).map((config) => ({ number, path, place: config.placeFor(path) }));
}

function declaredPorts(workloads: readonly Workload[]): Container['ports'] {
  return workloads.flatMap(({ containers }) => containers).flatMap(({ ports }) => ports);
}

function isNumber(text: string | undefined): boolean {
  return /^\d+$/.test(text ?? '');
}
