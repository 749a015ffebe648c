import { JsonObject, withoutUndefined } from '../../common/data/json';
import { Problems } from '../../common/props/problems';
import { PropType, map, optional, Shape, struct, text } from '../../common/props/prop-types';
import { Quantities, ResourceContract } from '../../contract/union/workload-resources';
import { quantityOf } from './quantity';

/** Amounts of what a node has, as Kubernetes writes them. */
export interface ResourceQuantities {
  /**
   * Processor time, in cores: `500m`, `2`. As a limit also `none`, for no limit.
   *
   * @default - that of Union's chart
   */
  readonly cpu?: string;

  /**
   * Memory, in bytes: `512Mi`, `2Gi`. As a limit also `none`, for no limit.
   *
   * @default - that of Union's chart
   */
  readonly memory?: string;

  /**
   * Space for logs and emptyDir volumes, in bytes. As a limit also `none`, for no limit.
   *
   * @default - that of Union's chart; where it names none, 100Mi and at most 500Mi
   */
  readonly ephemeralStorage?: string;
}

/** What the containers of a service ask for, and get at most. */
export interface ServiceResources {
  /**
   * What is set aside for each container.
   *
   * @default - that of Union's chart, or the limit where that is lower
   */
  readonly requests?: ResourceQuantities;

  /**
   * What each container gets at most.
   *
   * @default - that of Union's chart, or the request where that is higher
   */
  readonly limits?: ResourceQuantities;
}

const NO_LIMIT = 'none';
const NAMES = ['cpu', 'memory', 'ephemeralStorage'] as const;

const quantity = (value: string) => {
  const amount = quantityOf(value);
  if (amount === undefined) {
    return 'is no quantity of Kubernetes; write one such as 500m, 2 or 512Mi';
  }
  return amount === 0n ? 'is nothing; write a quantity above zero' : undefined;
};
const limit = (value: string) => (value === NO_LIMIT ? undefined : quantity(value));

const shapeOf = (type: PropType): Shape<ResourceQuantities> => ({
  cpu: optional(type),
  memory: optional(type),
  ephemeralStorage: optional(type),
});

const PROPS = struct<ServiceResources>({
  requests: optional(struct(shapeOf(text(quantity)))),
  limits: optional(struct(shapeOf(text(limit)))),
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
