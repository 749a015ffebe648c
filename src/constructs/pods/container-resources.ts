import { JsonObject, withoutUndefined } from '../../common/data/json';
import { Check } from '../../common/props/checks';
import { Problems } from '../../common/props/problems';
import { map, optional, PropType, struct, text } from '../../common/props/prop-types';
import { Quantities, ResourceContract } from '../../contract/union/workloads';
import { quantityOf } from './quantity';

/**
 * What the containers of a service ask for, and get at most, of `cpu` (in cores), `memory` and
 * `ephemeralStorage` (in bytes: space for logs and emptyDir volumes), as Kubernetes writes quantities:
 * `500m`, `2`, `512Mi`, `2Gi`.
 */
export interface ServiceResources {
  /**
   * What is set aside for each container.
   *
   * @default - what Union's chart sets aside, or the limit where that is lower; 100Mi of ephemeral storage
   *   where the chart names none
   */
  readonly requests?: { [resource: string]: string };

  /**
   * What each container gets at most. `none` is no limit.
   *
   * @default - what Union's chart gives, or the request where that is higher; 500Mi of ephemeral storage
   *   where the chart names none
   */
  readonly limits?: { [resource: string]: string };
}

const NO_LIMIT = 'none';
const NAMES = ['cpu', 'memory', 'ephemeralStorage'] as const;

const quantity: Check = (value) => {
  const amount = quantityOf(value);
  if (amount === undefined) {
    return 'is no quantity of Kubernetes; write one such as 500m, 2 or 512Mi';
  }
  return amount === 0n ? 'is nothing; write a quantity above zero' : undefined;
};
const limit: Check = (value) => (value === NO_LIMIT ? undefined : quantity(value));

/** A resource that nobody here knows would be left out without a word. */
function amounts(amount: Check): PropType {
  const each = optional(text(amount));
  return struct<Partial<Quantities>>({ cpu: each, memory: each, ephemeralStorage: each });
}

const PROPS = struct<ServiceResources>({
  requests: optional(amounts(quantity)),
  limits: optional(amounts(limit)),
});

/** The kind of what a service is given. */
export function serviceResources(problems: Problems, prop: string, value: unknown): boolean {
  if (!PROPS(problems, prop, value)) {
    return false;
  }
  const { requests = {}, limits = {} } = value as ServiceResources;
  for (const name of NAMES) {
    const [least, most] = [quantityOf(requests[name] ?? ''), quantityOf(limits[name] ?? '')];
    if (least !== undefined && most !== undefined && least > most) {
      problems.add(
        `${prop}.requests.${name}`,
        requests[name],
        `is more than the limit ${limits[name]}, and Kubernetes refuses that; raise the limit, or lower the `
          + 'request',
      );
    }
  }
  return true;
}

export const SERVICE_RESOURCES = map(serviceResources);

/**
 * As a container states them.
 *
 * @param quantityAs a quantity as the caller writes it
 */
export function resourceRequirements(
  defaults: ResourceContract,
  { requests = {}, limits = {} }: ServiceResources = {},
  quantityAs: (value: string) => unknown = (value) => value,
): JsonObject {
  const least = quantities((name) => requests[name] ?? lower(defaults.requests[name], limits[name]));
  const most = quantities((name) => limits[name] ?? higher(defaults.limits[name], requests[name]));
  return { requests: asKubernetes(least, quantityAs), limits: asKubernetes(most, quantityAs) };
}

function quantities(of: (name: keyof Quantities) => string): Quantities {
  return { cpu: of('cpu'), memory: of('memory'), ephemeralStorage: of('ephemeralStorage') };
}

function lower(one: string, other?: string): string {
  return other !== undefined && other !== NO_LIMIT && quantityOf(other)! < quantityOf(one)! ? other : one;
}

function higher(one: string, other?: string): string {
  return other !== undefined && quantityOf(other)! > quantityOf(one)! ? other : one;
}

function asKubernetes(
  { cpu, memory, ephemeralStorage }: Quantities, quantityAs: (value: string) => unknown,
): JsonObject {
  const stated = (value: string) => (value === NO_LIMIT ? undefined : quantityAs(value));
  return withoutUndefined({
    'cpu': stated(cpu),
    'memory': stated(memory),
    'ephemeral-storage': stated(ephemeralStorage),
  });
}
