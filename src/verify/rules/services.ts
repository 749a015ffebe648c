import { grouped, groupsByKey, onlyOf } from '../../common/data/collections';
import { nameOf } from '../../common/data/json';
import { clientSections, contractName } from '../../contract/union/releases/config-keys';
import { SECRETS } from '../../contract/union/secrets';
import { AuthClient, clientsOf } from '../credentials/auth-client';
import { mayUseCredentials } from '../credentials/credential-use';
import { directories, Plane, planeOf } from '../credentials/plane';
import type { ServiceConfig } from '../credentials/service-config';
import { rule, Violation } from '../engine/rule';
import { homeKey } from '../kube/home';
import type { Workload } from '../kube/workload';
import {
  decidingAuthorizations, isSubjectOf, SubjectProvider, subjectProvider,
} from '../model/authorization';
import { flyteadminsFor } from '../model/counterparts';
import type { Model } from '../model/model';
import { isGuardedControlPlane } from '../model/union-auth';
import type { Field } from '../read/field';

/** How services of a control plane authenticate to each other. */

/** Data planes with authentication off, and the flyteadmins that demand tokens. */
function authlessIn(model: Model): Violation[] {
  const demanded = model.flyteadmins.length > 0 && model.flyteadmins.every(({ authEnabled }) => authEnabled);
  const sets = demanded ? model.valueSets.filter((set) => set.chart === 'dataplane' && set.isAuthless) : [];
  return sets.map((set) => authOff(set.field('config.union.auth.enable')));
}

function authOff(at: Field): Violation {
  return { at, expected: 'enable: true, because flyteadmin has useAuth: true', found: 'enable: false' };
}

/** union.auth sections for which all possible flyteadmins agree. */
function subjectsOf(model: Model): { client: AuthClient; demanded: boolean }[] {
  return model.clients.filter(({ kind }) => kind === 'union').flatMap((client) => {
    const { workload } = client.config.container;
    const demands = flyteadminsFor(workload, model).map(({ authEnabled, config }) =>
      // In the cluster, services call flyteadmin without passing the guard.
      authEnabled && (planeOf(workload) === 'data' || config.get('auth.disableForGrpc')?.flag !== true));
    return demands.length > 0 ? [{ client, demanded: demands.every(Boolean) }] : [];
  });
}

export const serviceAuthDisabled = rule('service-auth-disabled', {
  of: (model) => [...subjectsOf(model), ...authlessIn(model)],
  each(subject) {
    if (!('client' in subject)) {
      return subject;
    }
    const { client, demanded } = subject;
    return client.disabled && demanded && authOff(client.config.fieldFor(`${client.section}.enable`));
  },
});

/** A service with its whole configuration in the input, in a plane with authentication. */
interface Subject {
  readonly plane: Plane;
  /** Its configuration, one for each directory. */
  readonly configs: readonly ServiceConfig[];
}

/** A section that a service needs but lacks. */
interface Missing {
  readonly configs: readonly ServiceConfig[];
  readonly path: string;
  readonly file: string;
  readonly expected: string;
}

/** Whether flyteadmin demands tokens; without flyteadmin, whether its siblings authenticate. */
function mustAuthenticate(workload: Workload, siblings: ReadonlySet<string>, model: Model): boolean {
  const flyteadmins = flyteadminsFor(workload, model);
  if (flyteadmins.length === 0) {
    return siblings.has(placeText(workload));
  }
  return planeOf(workload) === 'control'
    ? isGuardedControlPlane(workload, model)
    : flyteadmins.every(({ authEnabled }) => authEnabled);
}

/** The common place of siblings: plane and home. */
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
  return clientsOf(config).some(({ section }) => section.toLowerCase() === path.toLowerCase())
    || config.get(`${path}.authType`) !== undefined;
}

/** An unknown service of a data plane without any client. */
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

export const clientSectionMissing = rule('client-section-missing', {
  comesOf: ['config-unreadable', 'config-file-missing'],
  of(model): Subject[] {
    const siblings = new Set(
      model.clients.filter(({ enabled }) => enabled)
        .map(({ config }) => placeText(config.container.workload)),
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
  },
  *all(subjects) {
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

/** The place for the section: in the directory with part of it, otherwise in that of its file. */
function placeOf({ configs, path, file }: Missing): Field {
  const config = configs.find((each) => each.has(path.split('.')[0])) ?? configs[0];
  return config.placeFor(path, file);
}

const SECTION = 'union.connection.trustedIdentityClaims';

const CLAIM = `${SECTION}.externalIdentityClaim`;

const TYPE_CLAIM = `${SECTION}.externalIdentityTypeClaim`;

const CLIENT_ID = 'union.auth.clientId';

const APPLICATION = 'app';

const COMPARED = [`${SECTION}.enabled`, CLAIM, TYPE_CLAIM];

export const identityClaimMismatch = rule('identity-claim-mismatch', {
  /** The services with such claims, a list for each control plane. */
  of(model): ServiceConfig[][] {
    const authenticating = model.configsOf('control').filter((config) => config.complete
      && config.has('union.auth')
      && config.get('union.auth.enable')?.flag !== false);
    return grouped(authenticating, ({ container }) => homeKey(container.workload)).filter((configs) =>
      configs.some((config) => config.has(SECTION)),
    );
  },
  *each(configs, model) {
    const provider = subjectProvider(model, configs[0].container.workload);
    yield* allWrong(configs, model);
    for (const config of configs) {
      const others = configs.filter((other) => other !== config && other.has(SECTION));
      const faults = [...faultsOf(config, others)];
      yield* faults.length > 0 ? faults : foreign(config, configs, provider);
    }
  },
});

/** All agree on a wrong value: persons, or claims off next to an authorizer. */
function* allWrong(configs: readonly ServiceConfig[], model: Model): Iterable<Violation> {
  const switches = configs.flatMap((config) => config.get(`${SECTION}.enabled`) ?? []);
  const decides = decidingAuthorizations(model, 'Union').some(({ services }) => services.includes(configs[0]),
  );
  const type = configs.length > 1 ? onlyOf(configs.map((config) => config.text(TYPE_CLAIM))) : undefined;
  if (type && type !== APPLICATION && switches.some(({ flag }) => flag === true)) {
    yield {
      at: configs[0].fieldFor(TYPE_CLAIM),
      expected: `${APPLICATION}: services are not people`,
      found: `${type} in all of them`,
      headline: 'type',
      values: { type: `${type}` },
    };
  }
  if (decides && switches.length === configs.length && switches.every(({ flag }) => flag === false)) {
    yield {
      at: switches[0].field,
      expected: 'enabled: true, since the authorizer asks who the services are',
      found: 'enabled: false in all of them',
      headline: 'off',
    };
  }
}

function* faultsOf(config: ServiceConfig, others: readonly ServiceConfig[]): Iterable<Violation> {
  if (config.get(`${SECTION}.enabled`)?.flag === true
    && config.get(CLAIM) !== undefined
    && !config.text(CLAIM)?.trim()) {
    // auth-value-empty reports it if the client has no ID either.
    if (config.get(CLIENT_ID)?.text === '') {
      return;
    }
    const expected = 'the subject of the service application';
    yield { at: config.fieldFor(CLAIM), expected, found: 'an empty claim', headline: 'missing' };
    return;
  }
  if (!config.has(SECTION)) {
    if (others.length > 1) {
      yield {
        at: config.fieldFor(SECTION),
        expected: `${SECTION}, as the other services have it`,
        headline: 'missing',
        found: 'none',
      };
    }
    return;
  }
  for (const path of COMPARED) {
    const usual = onlyOf(others.map((other) => other.text(path) ?? ''));
    const own = config.text(path) ?? '';
    if (others.length > 1 && usual !== undefined && usual !== own) {
      yield {
        at: config.fieldFor(path),
        expected: `${expectedAt(path, usual, config)}, as the other services have it`,
        headline: own === '' ? 'missing' : '',
        values: { key: nameOf(path) },
        found: own === '' ? 'none' : own,
        restsOn: others.map((other) => other.fieldFor(path)),
      };
    }
  }
}

function expectedAt(path: string, usual: string, config: ServiceConfig): string {
  if (usual === '') {
    return `no ${path}`;
  }
  return config.get(path) === undefined ? `${path}: ${usual}` : usual;
}

/** All agree on a subject of no client, if the provider's subjects are known. */
function* foreign(
  config: ServiceConfig, all: readonly ServiceConfig[], provider: SubjectProvider,
): Iterable<Violation> {
  const claim = config.text(CLAIM)?.trim() ?? '';
  const ids = all.flatMap((each) => each.get(CLIENT_ID) ?? []).filter(({ text }) => text?.trim());
  const clientIds = ids.map(({ text }) => text!.trim());
  if (provider.known !== undefined
    && claim !== ''
    && clientIds.length > 0
    && config.get(`${SECTION}.enabled`)?.flag !== false
    && clientIds.every((clientId) => isSubjectOf(claim, clientId, provider) === false)) {
    const clients = [...new Set(clientIds)].join(', ');
    yield {
      at: config.fieldFor(CLAIM),
      expected: provider.writesOwnIds
        ? `the sub of the tokens of ${clients}, which at ${provider.known.name} is an id of its own`
        : `the subject of client ${clients}, as which the service comes`,
      found: claim,
      headline: 'claim',
      restsOn: ids.map(({ field }) => field),
    };
  }
}
