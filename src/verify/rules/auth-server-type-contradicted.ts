import { AUTH_SERVER_TYPES, enumValue } from '../../contract/union/flyteadmin';
import type { Flyteadmin } from '../credentials/flyteadmin';
import type { ServiceConfig } from '../credentials/service-config';
import { isClusterName } from '../edge/cluster-name';
import { hostOfUrl } from '../edge/route';
import { defineRule } from '../engine/rule';
import { clientsOnlyOf } from '../model/counterparts';
import type { Model } from '../model/model';
import type { Field } from '../read/field';

const SETTING = 'auth.appAuth.authServerType';
const [SELF, EXTERNAL] = AUTH_SERVER_TYPES;

interface Subject {
  readonly config: ServiceConfig;
  /** Where it is told that all of `auth` is missing. */
  readonly missingAuth: readonly Field[];
  /** What tells of another authorization server, as a phrase. */
  readonly because: string;
}

/**
 * flyteadmins beside which there is an authorization server besides their own, and of which the input shows
 * the type.
 */
function subjectsOf(model: Model): Subject[] {
  const typed = model.flyteadmins.filter(
    ({ authEnabled, config }) => authEnabled && (config.get(SETTING) !== undefined || config.complete),
  );
  return typed.flatMap((flyteadmin) => {
    const { config, audiences, missingAuth } = flyteadmin;
    if (config.text('auth.appAuth.externalAuthServer.baseUrl') || audiences.length > 0) {
      return [{ config, missingAuth, because: 'as externalAuthServer names another server' }];
    }
    const tokenUrl = foreignTokenUrl(flyteadmin, model);
    return tokenUrl === undefined
      ? []
      : [{ config, missingAuth, because: `as its clients get their tokens at ${tokenUrl}` }];
  });
}

/** Where a client that calls no other flyteadmin gets its tokens, if not at a host of this one. */
function foreignTokenUrl(flyteadmin: Flyteadmin, model: Model): string | undefined {
  const authorized = (flyteadmin.authorizedUris?.texts ?? []).map(hostOfUrl);
  const own = new Set(
    [...authorized, ...model.unionServers.map(({ host }) => host)].filter((host) => host !== undefined),
  );
  const urls = clientsOnlyOf(flyteadmin, model).flatMap(({ tokenUrl }) => tokenUrl?.text ?? []);
  return own.size === 0 ? undefined : urls.find((url) => {
    const host = hostOfUrl(url);
    return host !== undefined && !own.has(host) && !isClusterName(host);
  });
}

export const authServerTypeContradicted = defineRule('auth-server-type-contradicted', {
  subjects: subjectsOf,
  notApplicable: 'No flyteadmin in the input has useAuth: true and an authorization server beside its own.',
  *check(subjects) {
    for (const { config, missingAuth, because } of subjects) {
      const type = config.get(SETTING);
      if (type === undefined || enumValue(AUTH_SERVER_TYPES, type.text ?? '') === SELF) {
        yield {
          at: config.fieldFor(SETTING),
          restsOn: missingAuth,
          expected: `${EXTERNAL}, ${because}`,
          found: type?.text ?? `nothing, which means ${SELF}`,
          values: { type: type?.text ?? SELF, because },
        };
      }
    }
  },
});
