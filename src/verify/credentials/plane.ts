import { oncePer } from '../../common/data/collections';
import {
  CLUSTER_RESOURCE_SYNC, EXECUTOR, LEASEWORKER, OPERATOR, PROPELLER,
} from '../../contract/union/data-plane-workloads';
import { SECRETS } from '../../contract/union/secrets';
import { GUIDE_SERVICES } from '../../contract/union/services';
import { FLYTEADMIN, SCHEDULER } from '../../contract/union/services/flyteadmin';
import type { Container, Workload } from '../kube/workload';

export type Plane = 'control' | 'data';

const DATA_NAMES = new Set(
  [OPERATOR, PROPELLER, CLUSTER_RESOURCE_SYNC, EXECUTOR, LEASEWORKER].map(({ name }) => name),
);
const CONTROL_NAMES = new Set([FLYTEADMIN.name, SCHEDULER.name, ...GUIDE_SERVICES]);
const DATA_DIRECTORIES = directories(SECRETS.dataPlane.mountPath);
const CONTROL_DIRECTORIES = directories(SECRETS.flyteadmin.mountPath, SECRETS.unionServices.mountPath);

const NAMES: ReadonlySet<string> = new Set([...DATA_NAMES, ...CONTROL_NAMES]);

/** Name parts of Union's and Flyte's images and binaries. */
const OWN_NAME = /(^|[^a-z])(union|flyte|cloudpropeller|cloudcluster)/;
const OWN_DIRECTORY = /^\/etc\/(union|flyte)(\/|$)/;

/** By its name, otherwise by its Secret mounts. Cached, as nearly every rule uses it. */
export const planeOf = oncePer((workload: Workload): Plane | undefined => {
  const isControl = isNamed(workload, CONTROL_NAMES);
  if (isNamed(workload, DATA_NAMES) || (!isControl && mountsAt(workload, DATA_DIRECTORIES))) {
    return 'data';
  }
  return isControl || mountsAt(workload, CONTROL_DIRECTORIES) ? 'control' : undefined;
});

/** Whether it is Union's by name, image or binary, not by a Secret mount alone: other software reads some. */
export function isPartOfUnion(workload: Workload): boolean {
  return isNamed(workload, NAMES) || workload.containers.some(isOwn);
}

function isNamed(workload: Workload, names: ReadonlySet<string>): boolean {
  return names.has(workload.name) && !isOfOthers(workload);
}

/**
 * Whether it is in a known plane, or Union's by image, binary or mounts: other software has sections with the
 * same names.
 */
export const isUnions = oncePer((workload: Workload): boolean =>
  planeOf(workload) !== undefined || workload.containers.some((container) =>
    isOwn(container) || container.mounts.some(({ mountPath }) => OWN_DIRECTORY.test(mountPath))));

/** Sidecars that a mesh, a platform or a person adds to Union's pods are not Union's, whatever they mount. */
export const runsUnion = oncePer((container: Container): boolean => {
  const { workload: { containers, name } } = container;
  const main = containers.filter(({ init }) => !init);
  const own = main.find((each) => each.name === name) ?? main.find(isOwn) ?? main[0];
  // Without an image it may be Union's.
  return container === own || !container.image || container.image === own?.image || isOwn(container);
});

function isOwn({ image, commandLine: [first = ''] }: Container): boolean {
  // Without a command the first word may be a flag, which names any path.
  return OWN_NAME.test(image) || (!first.startsWith('-') && OWN_NAME.test(first));
}

/** Other software has an `identity` or `usage` too: image, namespace and config never mention Union. */
function isOfOthers({ containers, podLabels, object }: Workload): boolean {
  const [main] = containers;
  const told = [
    object.namespace ?? 'union', main?.image, ...(main?.commandLine ?? []),
    ...Object.entries(podLabels).flat(), ...Object.values(object.labels),
  ];
  const paths = containers.flatMap(({ mounts }) => mounts.map(({ mountPath }) => mountPath));
  return Boolean(main?.image) && !told.some((text) => OWN_NAME.test(String(text)))
    && !paths.some((path) => OWN_DIRECTORY.test(path) || path.startsWith('/etc/config'));
}

function mountsAt({ containers }: Workload, wanted: ReadonlySet<string>): boolean {
  return containers.some((container) => container.mountsAt(wanted));
}

/** Each directory with and without a trailing slash. */
export function directories(...paths: readonly string[]): ReadonlySet<string> {
  return new Set(paths.map((path) => path.replace(/\/$/, '')).flatMap((path) => [path, `${path}/`]));
}
