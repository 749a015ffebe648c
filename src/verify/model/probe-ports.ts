import type { PortContract } from '../../contract/union/workloads';
import type { Container, Workload } from '../kube/workload';
import { configsByWorkload, contractOf, declaredPorts, isNumber, listening, toldPorts } from './listening';
import type { Model } from './model';
import type { PortFault, Serving } from './service-ports';

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
