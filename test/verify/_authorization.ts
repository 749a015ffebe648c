import { dataPlaneService, externalAuth, flyteadmin, ISSUER, service } from './_planes';

/** A control plane whose authorizer decides, and the data plane that it decides about. */

type Json = Record<string, unknown>;

export const HEADERS = ['authorization', 'flyte-authorization', 'x-user-token'];

/** A bootstrap without a fault, for `executions` that comes as `ours` and for `union` that comes as `operator`. */
export const BOOTSTRAP = {
  organization: 'acme',
  serviceAccounts: [{ clientId: 'ours', name: 'service-to-service', role: 'Admin' }, { clientId: 'operator', name: 'operator', role: 'Admin' }],
  adminUsers: [{ name: 'Ada', subject: '00u-ada' }],
  dataplaneClusters: [{ name: 'east', operators: ['operator'], viewers: ['ours'] }],
};

export interface AuthorizerOptions {
  readonly type?: string;
  /** Merged over `BOOTSTRAP`. */
  readonly bootstrap?: Json;
  /** Merged over the section `authorizer`. */
  readonly authorizer?: Json;
  readonly metadata?: Json;
}

export function authorizer({ type = 'Union', bootstrap = {}, authorizer: more = {}, metadata }: AuthorizerOptions = {}): Json[] {
  const section = { type, useExternalIdentity: 'false', bootstrap: { ...BOOTSTRAP, ...bootstrap }, ...more };
  return service('authorizer', { authorizer: section }, metadata === undefined ? {} : { metadata });
}

/** A service that asks it; `asks` is merged over its section `authorizer`. */
export function asking(asks: Json = {}, { name = 'executions', clientId = 'ours', issuer = ISSUER } = {}): Json[] {
  return service(name, {
    authorizer: { type: 'Authorizer', useExternalIdentity: 'false', authorizerClient: { forwardHeaders: HEADERS }, ...asks },
    union: { auth: { enable: true, type: 'ClientSecret', clientId, tokenUrl: `${issuer}/v1/token` } },
  });
}

export function operator(clusterName = 'east', clientId = 'operator', namespace = 'union'): Json[] {
  return dataPlaneService('union-operator', {
    operator: { clusterId: { name: clusterName, organization: 'acme' } },
    union: { auth: { enable: true, type: 'ClientSecret', clientId } },
  }, namespace);
}

/** flyteadmin that trusts an issuer. */
export function trusting(issuer: string, appAuth: Json = {}, auth: Json = {}): Json[] {
  const { appAuth: known, ...rest } = externalAuth(issuer);
  return flyteadmin({ ...rest, ...auth, appAuth: { ...known as Json, ...appAuth } });
}
