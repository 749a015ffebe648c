import { grouped, groupsByKey } from '../../common/data/grouped';
import { clientSections, contractName } from '../../contract/union/releases/client-sections';
import { SECRETS } from '../../contract/union/secrets';
import { clientsOf } from '../credentials/auth-client';
import { mayUseCredentials } from '../credentials/credential-use';
import { directories, Plane, planeOf } from '../credentials/plane';
import type { ServiceConfig } from '../credentials/service-config';
import { defineRule } from '../engine/rule';
import { homeKey } from '../kube/home';
import type { Workload } from '../kube/workload';
import { flyteadminsFor } from '../model/counterparts';
import type { Model } from '../model/model';
import { isGuardedControlPlane } from '../model/union-auth';
import type { Field } from '../read/field';

/** A service whose whole configuration is shown, in a plane whose services must authenticate. */
interface Subject {
  readonly plane: Plane;
  /** Its configuration, one for each directory. */
  readonly configs: readonly ServiceConfig[];
}

/** A section that a service ought to have and does not. */
interface Missing {
  readonly configs: readonly ServiceConfig[];
  /** Dotted path. */
  readonly path: string;
  /** The file that it stands in. */
  readonly file: string;
  readonly expected: string;
}

function subjectsOf(model: Model): Subject[] {
  const siblings = new Set(
    model.clients.filter(({ enabled }) => enabled).map(({ config }) => placeText(config.container.workload)),
  );
  const own = model.configs.filter(({ container }) => !container.init && mayUseCredentials(container));
  return [...groupsByKey(own, ({ container }) => container).values()].flatMap((configs) => {
    const { workload } = configs[0].container;
    const plane = planeOf(workload);
    const isShown = configs.every(({ complete }) => complete);
    return plane !== undefined && isShown && mustAuthenticate(workload, siblings, model)
      ? [{ plane, configs }]
      : [];
  });
}

/**
 * Whether flyteadmin demands tokens of it; where the input has no flyteadmin, whether its siblings
 * authenticate.
 */
function mustAuthenticate(workload: Workload, siblings: ReadonlySet<string>, model: Model): boolean {
  const flyteadmins = flyteadminsFor(workload, model);
  if (flyteadmins.length === 0) {
    return siblings.has(placeText(workload));
  }
  return planeOf(workload) === 'control'
    ? isGuardedControlPlane(workload, model)
    : flyteadmins.every(({ authEnabled }) => authEnabled);
}

/** What siblings have in common: plane and home. */
function placeText(workload: Workload): string {
  return `${planeOf(workload)} ${homeKey(workload)}`;
}

const UNION_SECRETS = directories(SECRETS.unionServices.mountPath);

function missingOf({ plane, configs }: Subject): Missing[] {
  const { container } = configs[0];
  const name = contractName(container.workload.name, container.name);
  const wanted = clientSections(name, plane === 'control' && container.mountsAt(UNION_SECRETS));
  if (wanted.length === 0) {
    return plane === 'data' ? anonymousCaller(configs) : [];
  }
  return wanted.filter(({ path }) => !configs.some((config) => saysAsWhom(config, path)))
    .map(({ file, path }) =>
      ({ configs, path, file, expected: `${path} with the credentials of a client, in ${file}` }));
}

/** Whether a section names a client, or another way to authenticate. */
function saysAsWhom(config: ServiceConfig, path: string): boolean {
  return (
    clientsOf(config).some(({ section }) => section.toLowerCase() === path.toLowerCase())
    || config.get(`${path}.authType`) !== undefined
  );
}

/**
 * A service of a data plane that the contract does not know, is told of the control plane and has no client
 * at all.
 */
function anonymousCaller(configs: readonly ServiceConfig[]): Missing[] {
  const isTold = configs.some(
    (config) => config.text('union.connection.host') ?? config.text('admin.endpoint'),
  );
  return isTold && configs.every((config) => clientsOf(config).length === 0) ? [{
    configs,
    path: configs.some((config) => config.has('union')) ? 'union.auth' : 'admin',
    file: 'config.yaml',
    expected: 'union.auth or the credentials of an admin client',
  }] : [];
}

export const clientSectionMissing = defineRule('client-section-missing', {
  subjects: subjectsOf,
  notApplicable: 'The input does not show the whole configuration of a service that must authenticate: '
    + 'flyteadmin demands no tokens, or is not in the input and no service authenticates.',
  *check(subjects) {
    const missing = grouped(subjects.flatMap(missingOf), ({ path, file, configs: [{ container }] }) =>
      `${path} ${file} ${homeKey(container.workload)}`);
    for (const [first, ...others] of missing) {
      const also = new Set(others.map((other) => other.configs[0].container.toString())).size;
      yield {
        at: placeOf(first),
        expected: first.expected,
        values: { section: first.path, file: first.file },
        found: also > 0 ? `none, nor in ${also} more ${also === 1 ? 'service' : 'services'}` : 'none',
      };
    }
  },
});

/** Where the section ought to stand: in the directory that has part of it, else in that of its file. */
function placeOf({ configs, path, file }: Missing): Field {
  const config = configs.find((each) => each.has(path.split('.')[0])) ?? configs[0];
  return config.placeFor(path, file);
}
