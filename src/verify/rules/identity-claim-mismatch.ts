import { grouped } from '../../common/data/grouped';
import { planeOf } from '../credentials/plane';
import type { ServiceConfig } from '../credentials/service-config';
import { defineRule, Violation } from '../engine/rule';
import { homeKey } from '../kube/home';
import {
  decidingAuthorizations, isSubjectOf, SubjectProvider, subjectProvider,
} from '../model/authorization';
import type { Model } from '../model/model';

const SECTION = 'union.connection.trustedIdentityClaims';
const CLAIM = `${SECTION}.externalIdentityClaim`;
const TYPE_CLAIM = `${SECTION}.externalIdentityTypeClaim`;
const CLIENT_ID = 'union.auth.clientId';
const APPLICATION = 'app';
const COMPARED = [`${SECTION}.enabled`, CLAIM, TYPE_CLAIM];

/** The services with such claims, a list for each control plane. */
function subjectsOf(model: Model): ServiceConfig[][] {
  const authenticating = model.configs.filter((config) => {
    const { workload, init } = config.container;
    return (
      !init
      && planeOf(workload) === 'control'
      && config.complete
      && config.has('union.auth')
      && config.get('union.auth.enable')?.flag !== false
    );
  });
  return grouped(authenticating, ({ container }) => homeKey(container.workload)).filter((configs) =>
    configs.some((config) => config.has(SECTION)),
  );
}

export const identityClaimMismatch = defineRule('identity-claim-mismatch', {
  subjects: subjectsOf,
  notApplicable: 'No service of a control plane in the input has trustedIdentityClaims.',
  *check(subjects, model) {
    for (const configs of subjects) {
      const provider = subjectProvider(model, configs[0].container.workload);
      yield* allWrong(configs, model);
      for (const config of configs) {
        const others = configs.filter((other) => other !== config && other.has(SECTION));
        const faults = [...faultsOf(config, others)];
        yield* faults.length > 0 ? faults : foreign(config, configs, provider);
      }
    }
  },
});

/**
 * All agree, on what helps nobody: persons, or claims that are off where an authorizer decides by who
 * somebody is.
 */
function* allWrong(configs: readonly ServiceConfig[], model: Model): Iterable<Violation> {
  const switches = configs.flatMap((config) => config.get(`${SECTION}.enabled`) ?? []);
  const decides = decidingAuthorizations(model, 'Union').some(({ services }) =>
    services.includes(configs[0]),
  );
  const types = new Set(configs.map((config) => config.text(TYPE_CLAIM)));
  const [type] = types;
  if (configs.length > 1
    && types.size === 1
    && type
    && type !== APPLICATION
    && switches.some(({ flag }) => flag === true)) {
    yield {
      at: configs[0].fieldFor(TYPE_CLAIM),
      expected: `${APPLICATION}: services are no persons`,
      found: `${type} at all of them`,
      headline: 'type',
      values: { type: `${type}` },
    };
  }
  if (decides && switches.length === configs.length && switches.every(({ flag }) => flag === false)) {
    yield {
      at: switches[0].field,
      expected: 'enabled: true, since the authorizer asks who the services are',
      found: 'enabled: false at all of them',
      headline: 'off',
    };
  }
}

function* faultsOf(config: ServiceConfig, others: readonly ServiceConfig[]): Iterable<Violation> {
  if (config.get(`${SECTION}.enabled`)?.flag === true
    && config.get(CLAIM) !== undefined
    && !config.text(CLAIM)?.trim()) {
    // Where the client has no ID either, auth-value-empty says so.
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
    const [usual, ...more] = new Set(others.map((other) => other.text(path) ?? ''));
    const own = config.text(path) ?? '';
    if (others.length > 1 && more.length === 0 && usual !== own) {
      yield {
        at: config.fieldFor(path),
        expected: `${expectedAt(path, usual, config)}, as the other services have it`,
        headline: '',
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

/**
 * All agree, and on a subject that none of their clients has: only where it is known what the provider
 * writes.
 */
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
