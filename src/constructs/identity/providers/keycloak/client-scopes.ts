import { JsonObject } from '../../../../common/data/json';
import {
  ALL_SCOPE, IDENTITY_TYPE_CLAIM, SCOPE_CLAIM, USERNAME_CLAIM,
} from '../../../../contract/union/flyteadmin';

export interface Mapper {
  readonly name: string;
  readonly protocol: string;
  readonly protocolMapper: string;
  readonly config: Readonly<Record<string, string>>;
}

/** `sub`, which Keycloak writes only through this mapper since release 25. */
export function basicScope(): JsonObject {
  return clientScope('basic', 'The subject', false, [mapper('sub', 'oidc-sub-mapper', {})]);
}

export function profileScope(): JsonObject {
  return clientScope('profile', 'The name of a person, or of the service account', true, [
    userProperty(USERNAME_CLAIM, 'username'),
    mapper('full name', 'oidc-full-name-mapper', {
      'id.token.claim': 'true',
      'userinfo.token.claim': 'true',
    }),
  ]);
}

/** What a person may do at Keycloak itself: without it the account console answers 403. */
export function rolesScope(): JsonObject {
  return clientScope('roles', 'Roles at Keycloak', false, [
    mapper('realm roles', 'oidc-usermodel-realm-role-mapper', {
      'claim.name': 'realm_access.roles',
      'jsonType.label': 'String',
      'multivalued': 'true',
    }),
    mapper('client roles', 'oidc-usermodel-client-role-mapper', {
      'claim.name': 'resource_access.${client_id}.roles',
      'jsonType.label': 'String',
      'multivalued': 'true',
    }),
    mapper('audience resolve', 'oidc-audience-resolve-mapper', {}),
  ]);
}

export function allScope(audience: string): JsonObject {
  return clientScope(ALL_SCOPE, 'Union', true, [
    hardcodedClaim(SCOPE_CLAIM, JSON.stringify([ALL_SCOPE]), 'JSON', false),
    mapper('audience', 'oidc-audience-mapper', {
      'included.custom.audience': audience,
      'id.token.claim': 'false',
    }),
  ]);
}

function clientScope(
  name: string, description: string, inToken: boolean, protocolMappers: Mapper[],
): JsonObject {
  return {
    name,
    description,
    protocol: 'openid-connect',
    attributes: { 'include.in.token.scope': String(inToken), 'display.on.consent.screen': 'false' },
    protocolMappers,
  };
}

/**
 * Tells people from services, in the ID token as well: the session of a browser takes its claims from there.
 */
export function identityType(value: 'user' | 'app'): Mapper {
  return hardcodedClaim(IDENTITY_TYPE_CLAIM, value, 'String', true);
}

function hardcodedClaim(claim: string, value: string, jsonType: string, inIdToken: boolean): Mapper {
  return mapper(claim, 'oidc-hardcoded-claim-mapper', {
    'claim.name': claim,
    'claim.value': value,
    'jsonType.label': jsonType,
    'id.token.claim': String(inIdToken),
    'userinfo.token.claim': 'false',
  });
}

function userProperty(claim: string, property: string): Mapper {
  return mapper(claim, 'oidc-usermodel-attribute-mapper', {
    'user.attribute': property,
    'claim.name': claim,
    'jsonType.label': 'String',
    'id.token.claim': 'true',
    'userinfo.token.claim': 'true',
  });
}

function mapper(name: string, protocolMapper: string, config: Record<string, string>): Mapper {
  return {
    name,
    protocol: 'openid-connect',
    protocolMapper,
    config: { 'access.token.claim': 'true', 'introspection.token.claim': 'true', ...config },
  };
}
