import { grouped } from '../../_internal/grouped';
import { SECRETS } from '../../contract/union/secrets';
import { defineRule } from '../engine/rule';
import { flyteadminsFor } from '../model/counterparts';
import type { Model } from '../model/model';
import type { Field } from '../read/field';
import { settings } from '../running/cluster-looks';
import type { AuthClient } from '../wiring/auth-client';
import { mayUseCredentials } from '../wiring/credential-use';
import { Flyteadmin } from '../wiring/flyteadmin';
import { isUnions, planeOf } from '../wiring/plane';
import type { ServiceConfig } from '../wiring/service-config';

/** What one client may leave out and all others of its kind in its namespace say. */
const SHARED = ['clientId', 'tokenUrl', 'scopes', 'enable', 'audience', 'authorizationHeader', 'authorizationMetadataKey'];

interface Subject {
  readonly at: Field;
  /** What it lacks, and who has it; absent where it lacks nothing. */
  readonly missing?: string;
  readonly found: string;
}

function subjectsOf(model: Model): Subject[] {
  const clients = model.clients.filter((client) => client.usesClientSecret && client.config.complete && authenticates(client, model));
  const siblings = grouped(clients, (client) => `${client.kind} ${placeOf(client)}`);
  return [...siblings.flatMap((group) => group.flatMap((client) => ofClient(client, group))), ...withoutClient(model)];
}

/** Where nobody demands a token, clients never present their ID. */
function authenticates({ enabled, config: { container: { workload } } }: AuthClient, model: Model): boolean {
  return isUnions(workload) && (enabled || flyteadminsFor(workload, model).some(({ authEnabled }) => authEnabled));
}

function ofClient(client: AuthClient, siblings: readonly AuthClient[]): Subject[] {
  const { kind, config, section } = client;
  const others = siblings.filter((other) => other !== client);
  const shared = others.length < 2 ? [] : SHARED.filter((key) => others.every((other) => isSet(other, key)));
  const wanted = [...new Set([...kind === 'union' ? ['clientId'] : [], ...client.clientSecretLocation === undefined ? [] : ['clientId'], ...shared])];
  const lacking = wanted.filter((key) => client.setting(key) === undefined);
  const scopes = others.length < 2 || client.scopes === undefined ? [] : others[0].scopes?.texts.filter((scope) =>
    others.every((other) => other.scopes?.texts.includes(scope)) && client.scopes?.texts.includes(scope) === false) ?? [];
  return [
    { at: config.fieldFor(section), missing: lacking.length > 0 ? `${lacking.join(', ')} in ${section}` : undefined, found: 'none' },
    ...scopes.length === 0 ? [] : [{ at: config.fieldFor(`${section}.scopes`), missing: `the scope ${scopes.join(', ')}, as the other clients request`, found: client.scopes?.texts.join(', ') ?? '' }],
  ];
}

function placeOf({ config: { container: { workload } } }: AuthClient): string {
  return `${planeOf(workload)} ${workload.namespace ?? ''}`;
}

function isSet(client: AuthClient, key: string): boolean {
  const setting = client.setting(key);
  return setting !== undefined && (setting.texts.some(Boolean) || setting.flag !== undefined);
}

/** Services of a data plane that are told where the control plane is, and not as whom they call it. */
function withoutClient(model: Model): Subject[] {
  return [...anonymousCallers(model), ...withoutSibling(model)];
}

/** Where the services that authenticate to each other mount their secret. */
const UNION_SECRETS = new Set([SECRETS.unionServices.mountPath, SECRETS.unionServices.mountPath.replace(/\/$/, '')]);

/** Services of a control plane that have no union.auth, while every other that is told of its neighbours has one. */
function withoutSibling(model: Model): Subject[] {
  const told = model.configs.filter(({ container: { init, workload }, complete }) => !init && complete && planeOf(workload) === 'control')
    .filter((config) => config.has('union.connection') && config.container.mountsAt(UNION_SECRETS) && !Flyteadmin.isDescribedBy(config));
  return grouped(told, ({ container: { workload } }) => workload.namespace ?? '').flatMap((siblings) => {
    const [without, ...more] = siblings.filter((config) => !config.has('union.auth'));
    return without !== undefined && more.length === 0 && siblings.length > 2
      ? [{ at: without.fieldFor('union'), missing: 'union.auth, as the other services have it', found: 'none' }]
      : [];
  });
}

function anonymousCallers(model: Model): Subject[] {
  const told = new Set(model.clients.map(({ config }) => config));
  return model.configs.filter((config) => !told.has(config) && isCaller(config, model))
    .map((config) => ({ at: config.fieldFor(config.has('union') ? 'union' : 'admin'), missing: 'union.auth or the credentials of an admin client', found: 'the connection to the control plane alone' }));
}

function isCaller(config: ServiceConfig, model: Model): boolean {
  const { workload, init } = config.container;
  return !init && config.complete && planeOf(workload) === 'data' && Boolean(config.text('union.connection.host') ?? config.text('admin.endpoint'))
    && flyteadminsFor(workload, model).some(({ authEnabled }) => authEnabled) && mayUseCredentials(config.container);
}

export const clientIncomplete = defineRule({
  id: 'client-incomplete',
  severity: 'error',
  area: 'services',
  title: 'Every service that calls another says as whom, as completely as its siblings.',
  symptom: 'One service gets 401, or invalid_client for the client flytepropeller or for none at all, while the others work.',
  explanation: 'A section without clientId presents the default, flytepropeller, which no provider knows, or nobody. Where all other clients of a plane name a token endpoint, scopes, '
    + 'an audience or a header, the one that does not is a slip: services of one plane authenticate in one way. A data plane\'s service that is told of the control plane '
    + 'but has no client at all calls it anonymously.',
  remediation: 'Give the section what the others have: clientId, clientSecretLocation, tokenUrl, scopes and the header of the token, enable: true in union.auth.',
  see: [
    settings('$NS', 'clientId|tokenUrl|scopes|enable|authorization', 'Each service must have the same lines.'),
  ],
  subjects: subjectsOf,
  notApplicable: 'No service in the input authenticates as a client with its whole configuration shown.',
  *check(subjects) {
    for (const { at, missing, found } of subjects) {
      if (missing !== undefined) {
        yield { at, expected: missing, found };
      }
    }
  },
});
