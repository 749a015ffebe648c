import type { Size } from 'cdk8s';
import type { Cpu } from 'cdk8s-plus-28';
import { JsonObject, withoutUndefined } from '../../common/data/json';
import { Check, fromOne } from '../../common/props/checks';
import { Problems } from '../../common/props/problems';
import { PropType, flag, number, optional, struct, text } from '../../common/props/prop-types';
import { Quantities, ResourceContract, RunAs } from '../../contract/union/workloads';

/** The smallest fraction in Kubernetes is a billionth. */
const NANO = 1_000_000_000n;

const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

const SUFFIXES = new Map<string, bigint>([
  ...DECIMAL.map((suffix, i): [string, bigint] => [suffix, 1000n ** BigInt(i)]),
  ...BINARY.map((suffix, i): [string, bigint] => [suffix, NANO * 1024n ** BigInt(i + 1)]),
]);

/** The digits, with an optional point, before the exponent or suffix. */
const QUANTITY = /^\+?(?=\.?\d)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,3})|([numkMGTPE]|[KMGTPE]i)?)$/;

/**
 * A Kubernetes quantity in billionths: "500m" is half of 1,000,000,000, "1Ki" 1,024 times as much. Whole
 * numbers, since 4.1 and 4100m are equal, but floating point numbers may not be. Undefined if the text is not
 * a quantity.
 *
 * Source: Kubernetes, `apimachinery/pkg/api/resource/quantity.go`; it also rounds up smaller fractions.
 */
export function quantityOf(quantity: string): bigint | undefined {
  const match = QUANTITY.exec(quantity);
  if (!match) {
    return undefined;
  }
  const [, whole, fraction, exponent = '0', suffix = ''] = match;
  const shift = Number(exponent) - fraction.length;
  const amount = BigInt(`${whole}${fraction}`) * SUFFIXES.get(suffix)!;
  return shift >= 0 ? amount * 10n ** BigInt(shift) : dividedUp(amount, 10n ** BigInt(-shift));
}

function dividedUp(amount: bigint, by: bigint): bigint {
  return (amount + by - 1n) / by;
}

/**
 * Requests and limits of a service's containers for `cpu` (in cores), `memory` and `ephemeral-storage` (in
 * bytes: space for logs and emptyDir volumes): as `Cpu` and `Size`, or as Kubernetes quantities, `500m`, `2`,
 * `512Mi`, `2Gi`.
 */
export interface ServiceResources {
  /**
   * Resources reserved for each container.
   *
   * @default - the request of Union's chart, or the limit if that is lower; 100Mi of ephemeral storage if the
   *   chart sets none
   */
  readonly requests?: { [resource: string]: string | Cpu | Size };

  /**
   * Upper limits of each container. `none` means no limit.
   *
   * @default - the limit of Union's chart, or the request if that is higher; 500Mi of ephemeral storage if
   *   the chart sets none
   */
  readonly limits?: { [resource: string]: string | Cpu | Size };
}

const NO_LIMIT = 'none';
const NAMES = ['cpu', 'memory', 'ephemeralStorage'] as const;

const quantity: Check = (value) => {
  const amount = quantityOf(value);
  if (amount === undefined) {
    return 'is not a Kubernetes quantity; write one such as 500m, 2 or 512Mi';
  }
  return amount === 0n ? 'must be above zero' : undefined;
};

/** In billionths: more cores than a node has, and less memory than a container needs to start. */
const [MOST_CORES, LEAST_BYTES] = [quantityOf('1k')!, quantityOf('1Mi')!];

/** A unit of bytes would mean millions of cores. */
const cores: Check = (value) => quantity(value)
  ?? (quantityOf(value)! > MOST_CORES
    ? 'is more cores than a node has; write one such as 2, or 500m for half a core'
    : undefined);

/** The m of millicores would mean thousandths of a byte. */
const bytes: Check = (value) => quantity(value)
  ?? (quantityOf(value)! < LEAST_BYTES
    ? 'is less than a megabyte: without a unit it is in bytes, and m means a thousandth; write one such as '
      + '512Mi'
    : undefined);

const limit = (amount: Check): Check => (value) => (value === NO_LIMIT ? undefined : amount(value));

/** A Kubernetes quantity as text. It checks the shape, as an application may have another copy of cdk8s. */
function quantityText(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if ('amount' in value && typeof value.amount === 'string') {
    return value.amount;
  }
  if (!('toKibibytes' in value)) {
    return value;
  }
  const kibibytes = (value as Size).toKibibytes();
  const [unit, size] = ([['Gi', 1024 ** 2], ['Mi', 1024]] as const).find(([, each]) => kibibytes % each === 0)
    ?? ['Ki', 1];
  return `${kibibytes / size}${unit}`;
}

function textsOf(given: ServiceResources['requests'] = {}): Partial<Quantities> {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, quantityText(value)]));
}

/** An unknown resource would be dropped silently. */
function amounts(of: (amount: Check) => Check): PropType {
  const asText = (check: Check): PropType => (problems, prop, value) =>
    text(check)(problems, prop, quantityText(value));
  const [cpu, size] = [optional(asText(of(cores))), optional(asText(of(bytes)))];
  return struct<Partial<Quantities>>({ cpu, memory: size, ephemeralStorage: size });
}

const PROPS = struct<ServiceResources>({
  requests: optional(amounts((amount) => amount)),
  limits: optional(amounts(limit)),
});

export function serviceResources(problems: Problems, prop: string, value: unknown): boolean {
  if (!PROPS(problems, prop, value)) {
    return false;
  }
  const { requests, limits } = inTexts(value as ServiceResources);
  for (const name of NAMES) {
    const [least, most] = [quantityOf(requests[name] ?? ''), quantityOf(limits[name] ?? '')];
    if (least !== undefined && most !== undefined && least > most) {
      problems.add(
        `${prop}.requests.${name}`,
        requests[name],
        `exceeds the limit ${limits[name]}, which Kubernetes refuses; raise the limit, or lower the `
          + 'request',
      );
    }
  }
  return true;
}

function inTexts({ requests, limits }: ServiceResources) {
  return { requests: textsOf(requests), limits: textsOf(limits) };
}

/**
 * In the format of a container.
 *
 * @param quantityAs converts a quantity into the caller's format
 */
export function resourceRequirements(
  defaults: ResourceContract,
  resources: ServiceResources = {},
  quantityAs: (value: string) => unknown = (value) => value,
): JsonObject {
  const { requests, limits } = inTexts(resources);
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

/** Set on the pod, so that it also applies to injected containers. */
export function podSecurityContext({ user, group }: RunAs) {
  return {
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: group,
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/**
 * Restrictions of all our containers: Pod Security "restricted", and a read-only root file system.
 *
 * Source: kubernetes.io, "Pod Security Standards".
 */
export function containerSecurityContext(runAs: RunAs, writableRootFilesystem = false) {
  return {
    ...podSecurityContext(runAs),
    allowPrivilegeEscalation: false,
    privileged: false,
    readOnlyRootFilesystem: !writableRootFilesystem,
    capabilities: { drop: ['ALL'] },
  };
}

/** User, group and file system of a service's containers. */
export interface ServiceSecurity {
  /**
   * ID of the user of its containers; not root.
   *
   * @default - the user in Union's chart
   */
  readonly user?: number;

  /**
   * ID of the group of that user, and of files in volumes.
   *
   * @default 65534
   */
  readonly group?: number;

  /**
   * Whether its containers can write to their root file systems, for images that write outside of `/tmp`.
   *
   * @default false
   */
  readonly writableRootFilesystem?: boolean;
}

const id = fromOne('must not be root; give a whole number of at least 1');

export const SERVICE_SECURITY = struct<ServiceSecurity>({
  user: optional(number(id)),
  group: optional(number(id)),
  writableRootFilesystem: optional(flag),
});
