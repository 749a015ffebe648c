import { grouped } from '../../common/data/collections';
import { FLYTEADMIN } from '../../contract/union/services/flyteadmin';
import type { PortContract } from '../../contract/union/workloads';
import type { Service, ServicePort } from '../kube/service';
import type { Workload } from '../kube/workload';
import { Field, placeKey } from '../read/field';
import { contractOf, contractPorts, declaredPorts, isNumber, listening, toldPorts } from './listening';
import type { Model } from './model';

/** A Service with the workloads that it selects. */
export interface Serving {
  readonly service: Service;
  readonly selected: readonly Workload[];
}

export interface PortFault {
  readonly at: Field;
  readonly expected: string;
  readonly found: string;
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
  if (declared.some(({ name, number }) => target === (isNumber(target) ? number : name))) {
    return undefined;
  }
  const known = contractPorts(service.name);
  // Declared ports are hints, and charts offer some that nothing serves: of a known service only those
  // count that it is known to have.
  const counts =
    (!isNumber(target) || declared.length > 0)
    && (known.length === 0 || known.some(({ servicePort }) => String(servicePort) === port));
  const isKnown = known.some(({ containerPort, targetPort }) =>
    [containerPort, targetPort].some((number) => String(number) === target),
  );
  const ports = declared.map(({ name, number }) => (name === undefined ? number : `${number} (${name})`));
  return !counts || isKnown
    ? undefined
    : {
      at,
      expected: `a targetPort on which its pods listen: ${ports.join(', ') || 'they declare none'}`,
      found: target ?? 'none',
    };
}

/** Whether a container beside the service's own takes what a port leads to. */
function isProxied({ service, selected }: Serving, number: string): boolean {
  const { container } = contractOf(service.name);
  return selected.flatMap(({ containers }) => containers).some(({ name, ports }) =>
    name !== container && ports.some((each) => each.number === number));
}

/** Ports of Union's services by which nobody is answered over gRPC. */
const NO_GRPC: ReadonlySet<string> = new Set(['http', 'debug']);

/** Of some ports the one at which the settings have pods listen: at a number, else the first. */
function heardOf(
  roles: readonly PortContract[], wanted: string, selected: readonly Workload[], model: Model,
): PortContract | undefined {
  const heard = roles.flatMap((role) => selected.flatMap((each) => listening(each, role, model))
    .flatMap(({ number }) => (number === undefined ? [] : [{ role, number }])));
  return (heard.find(({ number }) => number === wanted) ?? heard[0])?.role;
}

/** A port that leads elsewhere than the settings of its pods have them listen. */
function unheardPort(
  { service, selected }: Serving, { port, target }: ServicePort, at: Field, model: Model,
): PortFault[] {
  const known = toldPorts(service.name);
  const contract = known.find(({ servicePort }) => String(servicePort) === port);
  const leadsTo = contract && model.services.containerPort(service, port);
  if (contract === undefined || leadsTo === undefined || isProxied({ service, selected }, leadsTo)) {
    return [];
  }
  const other = service.name === FLYTEADMIN.name ? undefined : portAt(known, leadsTo);
  const usual = portAt(known, String(contract.targetPort ?? contract.containerPort)) ?? contract;
  const isMute = contract.name === 'grpc' && NO_GRPC.has(other?.name ?? '');
  const speaking = isMute ? heardOf([usual, contract], leadsTo, selected, model) : undefined;
  // To another port of theirs Services may lead on purpose, such as to gRPC alone: not those of flyteadmin.
  const role = speaking ?? other ?? usual;
  const declared = declaredPorts(selected);
  const named = isNumber(target) ? undefined : declared.find(({ name }) => name === target);
  const votesFor = (number: string) => Number(number === String(role.containerPort))
    + Number(named === undefined && declared.some((each) => each.number === number));
  const isMoved = (number: string) => speaking === undefined && votesFor(leadsTo) >= votesFor(number);
  return selected.flatMap((each) => listening(each, role, model))
    .filter(({ number }) => number !== leadsTo)
    .map(({ number, place, path }) => (number === undefined || isMoved(number)
      ? {
        at: place,
        expected: `${path}: ${leadsTo}, where port ${port} of the Service ${service.name} leads`,
        found: number ?? 'none',
      }
      : {
        at: speaking !== undefined && named?.name === other?.name ? at : named?.field ?? at,
        expected: `${number}, on which the pods listen (${path})`,
        found: speaking === undefined ? leadsTo : `${leadsTo}, their port for ${other?.name}`,
      }));
}

/**
 * Settings of a flyteadmin that values describe, by which it listens where the Service of its chart does not
 * lead. Source: controlplane 2026.8 and flyte-core 1.16, `admin/service.yaml`: no value moves targetPort.
 */
export function movedPorts(flyteadmin: Workload, model: Model): PortFault[] {
  return FLYTEADMIN.ports.flatMap((role) => {
    const { containerPort, servicePort } = role;
    return listening(flyteadmin, role, model)
      .filter(({ number }) => number !== undefined && number !== String(containerPort))
      .map(({ number, place, path }) => ({
        at: place,
        expected: `${path}: ${containerPort}, where port ${servicePort} of the Service of its chart leads`,
        found: number!,
      }));
  });
}
