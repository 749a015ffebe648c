import { groupsByKey, oncePer } from '../../common/data/collections';
import { isUnionService, KNOWN_SERVICES, workloadOf } from '../../contract/union/services';
import { FLYTEADMIN } from '../../contract/union/services/flyteadmin';
import type { PortContract, WorkloadContract } from '../../contract/union/workloads';
import type { Container, Workload } from '../kube/workload';
import type { Field } from '../read/field';
import type { Model } from './model';

const TOLD = new Set([FLYTEADMIN.name, ...KNOWN_SERVICES]);

/** The ports that the contract knows a service to have; none where it is none of Union's. */
export function contractPorts(name: string): readonly PortContract[] {
  return name === FLYTEADMIN.name || isUnionService(name) ? contractOf(name).ports : [];
}

/** The same of what is described service by service: of others' settings the contract says nothing. */
export function toldPorts(name: string): readonly PortContract[] {
  return TOLD.has(name) ? contractPorts(name) : [];
}

export function contractOf(name: string): WorkloadContract {
  return name === FLYTEADMIN.name ? FLYTEADMIN : workloadOf(name);
}

/** Where a container listens, and the setting that says so, or would. */
interface Listening {
  readonly number: string | undefined;
  readonly path: string;
  readonly place: Field;
}

export const configsByWorkload = oncePer((model: Model) => groupsByKey(
  model.configs.filter(({ container }) => !container.init), ({ container }) => container.workload));

/** Nothing where the input does not show it. */
export function listening(workload: Workload, role: PortContract, model: Model): Listening[] {
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

export function declaredPorts(workloads: readonly Workload[]): Container['ports'] {
  return workloads.flatMap(({ containers }) => containers).flatMap(({ ports }) => ports);
}

export function isNumber(text: string | undefined): boolean {
  return /^\d+$/.test(text ?? '');
}
