import { grouped } from '../../common/data/grouped';
import { OFFLINE_ACCESS_SCOPE } from '../../contract/union/flyteadmin';
import type { AuthClient } from '../credentials/auth-client';
import { isUnions, planeOf } from '../credentials/plane';
import { defineRule, Violation } from '../engine/rule';
import { homeKey } from '../kube/home';
import { flyteadminsFor } from '../model/counterparts';
import type { Model } from '../model/model';

/** What one client may leave out and all others of its kind in its namespace say. */
const SHARED = [
  'clientId', 'tokenUrl', 'scopes', 'enable', 'audience', 'authorizationHeader', 'authorizationMetadataKey',
  'endpoint',
];

/** The client that the charts register a cluster with (dataplane: operator/configmap.yaml). */
const APP_ID = 'operator.clusterData.appId';

/** The clients that authenticate with their whole configuration shown, with those of their kind and plane. */
function subjectsOf(model: Model): AuthClient[][] {
  const clients = model.clients.filter(
    (client) => client.usesClientSecret && client.config.complete && authenticates(client, model),
  );
  return grouped(clients, (client) => `${client.kind} ${placeOf(client)}`);
}

/** Where nobody demands a token, clients never present their ID. */
function authenticates({ enabled, config: { container: { workload } } }: AuthClient, model: Model): boolean {
  return (
    isUnions(workload) && (enabled || flyteadminsFor(workload, model).some(({ authEnabled }) => authEnabled))
  );
}

/** What it has not, and all others have; and the ID that it goes by. */
function lacking(client: AuthClient, others: readonly AuthClient[]): Violation[] {
  const { config, section } = client;
  const isJudged = (key: string) =>
    key !== 'endpoint' || (showsEndpoints(client) && planeOf(config.container.workload) !== 'data');
  const shared = SHARED.filter(
    (key) => others.length > 1 && isJudged(key) && others.every((other) => isSet(other, key)),
  );
  const missing = [...new Set(['clientId', ...shared])].filter((key) => !isSet(client, key));
  return missing.length === 0
    ? []
    : [{
      at: config.fieldFor(section),
      expected: `${missing.join(', ')} in ${section}`,
      values: { missing: missing.map((key) => `${section}.${key}`).join(', ') },
      found: 'none',
      // A template that reads nothing leaves nothing.
      restsOn: missing.map((key) => config.placeFor(`${section}.${key}`)),
    }];
}

/**
 * Scopes that all others request, where the client names some of its own. None needs offline_access, and
 * some providers refuse it (scope-missing).
 */
function withFewerScopes(
  { config, section, scopes }: AuthClient, others: readonly AuthClient[],
): Violation[] {
  // That a list is empty is told with what else it has not.
  if (!scopes?.texts.length || others.length < 2) {
    return [];
  }
  const [first, ...rest] = others.map((other) => other.scopes?.texts ?? []);
  const missing = first.filter(
    (scope) => scope !== OFFLINE_ACCESS_SCOPE
      && !scopes.texts.includes(scope) && rest.every((texts) => texts.includes(scope)),
  );
  return missing.length === 0 ? [] : [{
    at: config.fieldFor(`${section}.scopes`),
    expected: `the scope ${missing.join(', ')}, as the other clients request`,
    headline: 'scope',
    values: { missing: missing.join(', ') },
    found: scopes.texts.join(', '),
    restsOn: others.map((other) => other.config.fieldFor(`${other.section}.scopes`)),
  }];
}

/** What values are made into leaves the endpoints to the chart. */
function showsEndpoints({ config, section }: AuthClient): boolean {
  return config.fieldFor(section).object.origin === undefined;
}

/** A client of a data plane calls another cluster, or at least another namespace: it has no default. */
function withoutEndpoint(client: AuthClient): Violation[] {
  const { kind, config, section } = client;
  const path = kind === 'union' ? 'union.connection.host' : `${section}.endpoint`;
  const isJudged = planeOf(config.container.workload) === 'data' && showsEndpoints(client);
  return !isJudged || config.text(path) ? [] : [{
    at: config.fieldFor(path),
    expected: `${path}, the host of the control plane`,
    headline: 'endpoint',
    values: { path },
    found: config.get(path) === undefined ? 'none' : 'an empty text',
  }];
}

/** An operator registers its cluster under the client as which it calls. */
function otherCluster({ kind, config, clientId }: AuthClient): Violation[] {
  const id = kind === 'union' && config.has('operator.clusterData') ? clientId : undefined;
  return id?.text === undefined || config.text(APP_ID) === id.text ? [] : [{
    at: config.fieldFor(APP_ID),
    expected: `${APP_ID} ${id.text}, as union.auth.clientId says`,
    headline: 'appId',
    values: { client: id.text },
    found: config.text(APP_ID) ?? 'none',
    restsOn: [id.field],
  }];
}

function placeOf({ config: { container: { workload } } }: AuthClient): string {
  return `${planeOf(workload)} ${homeKey(workload)}`;
}

function isSet(client: AuthClient, key: string): boolean {
  return client.setting(key)?.texts.some(Boolean) ?? false;
}

export const clientIncomplete = defineRule('client-incomplete', {
  subjects: subjectsOf,
  notApplicable: 'No service in the input authenticates as a client with its whole configuration shown.',
  *check(subjects) {
    for (const siblings of subjects) {
      for (const client of siblings) {
        const others = siblings.filter((other) => other !== client);
        yield* [
          ...withoutEndpoint(client), ...otherCluster(client), ...lacking(client, others),
          ...withFewerScopes(client, others),
        ];
      }
    }
  },
});
