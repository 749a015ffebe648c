import type { Flyteadmin } from '../credentials/flyteadmin';
import { isClusterName } from '../edge/cluster-name';
import { hostOfUrl, namesPort } from '../edge/route';
import { defineRule } from '../engine/rule';
import type { Model } from '../model/model';
import { signInServers } from '../model/sign-in-hosts';
import { isGuardedControlPlane } from '../model/union-auth';
import type { Field } from '../read/field';

interface Subject {
  /** Absent where the rules of the edge serve every host. */
  readonly host?: string;
  /** Where the edge is told the host. */
  readonly hostAt: readonly Field[];
  /** Whether guards send browsers to the port of https there. */
  readonly withoutPort: boolean;
  /** The lists of the flyteadmins that browsers may reach there. */
  readonly authorized: readonly AuthorizedUris[];
}

interface AuthorizedUris {
  readonly field: Field;
  readonly texts: readonly string[];
  /**
   * Whether it may be empty: flyteadmin then takes the URL of the request. Union's console names the whole
   * URL to come back to, which must be listed.
   */
  readonly mayBeEmpty: boolean;
  /** Where it is told that all of `auth` is missing. */
  readonly missingAuth: readonly Field[];
}

/**
 * Where browsers sign in: on each host that the input routes to a flyteadmin; else on a host that the input
 * does not tell.
 */
function subjectsOf(model: Model): Subject[] {
  const routed = signInServers(model);
  const others = model.flyteadmins.filter(
    (flyteadmin) => !routed.some(({ flyteadmins }) => flyteadmins.includes(flyteadmin)),
  );
  const unrouted = others.map((flyteadmin) => ({
    host: undefined, hostAt: [], flyteadmins: [flyteadmin], signInUrls: [],
  }));
  return [...routed, ...unrouted].flatMap(
    ({ host, hostAt, flyteadmins, signInUrls }) => {
      const authorized = flyteadmins.flatMap((flyteadmin) => listOf(flyteadmin, model) ?? []);
      const judged = authorized.length > 0
        && authorized.length === flyteadmins.length
        && flyteadmins.every(({ authEnabled }) => authEnabled)
        && !authorized.some(({ texts }) => texts.some(isTemplate));
      const withoutPort = signInUrls.length > 0 && !signInUrls.some(namesPort);
      return judged ? [{ host, hostAt, withoutPort, authorized }] : [];
    },
  );
}

/** Nothing where the input does not show whether there is a list, or it may well be left out. */
function listOf(flyteadmin: Flyteadmin, model: Model): AuthorizedUris | undefined {
  const { config, authorizedUris } = flyteadmin;
  const mayBeEmpty = !isGuardedControlPlane(flyteadmin, model);
  return authorizedUris === undefined && (mayBeEmpty || !config.complete)
    ? undefined
    : {
      field: config.fieldFor('auth.authorizedUris'),
      texts: authorizedUris?.texts.filter(Boolean) ?? [],
      mayBeEmpty,
      missingAuth: flyteadmin.missingAuth,
    };
}

/** What is still to be filled in is value-unreplaced's to report. */
function isTemplate(uri: string): boolean {
  return /[<>]|\{\{|\$\{/.test(uri);
}

/**
 * flyteadmin compares host names only, and builds the redirect URI of what it finds: a public http URL, or a
 * port that nobody asks the edge at, is refused by the provider. Where the host is not known, any that
 * browsers can reach will do.
 */
function allows(
  { texts, mayBeEmpty }: AuthorizedUris, { host, withoutPort }: Pick<Subject, 'host' | 'withoutPort'>,
): boolean {
  const hosts = texts
    .filter((text) => !withoutPort || !namesPort(text) || isClusterName(hostOfUrl(text) ?? ''))
    .filter((text) => !/^http:\/\/(?!localhost|127\.)/i.test(text) || isClusterName(hostOfUrl(text) ?? ''))
    .map(hostOfUrl)
    .filter((name) => name !== undefined);
  return texts.length === 0
    ? mayBeEmpty
    : hosts.some((name) => (host === undefined ? !isClusterName(name) : name === host));
}

export const publicUrlUnauthorized = defineRule('public-url-unauthorized', {
  subjects: subjectsOf,
  notApplicable: 'No flyteadmin in the input has useAuth: true and a list of authorized URIs, or is shown to '
    + 'have none in a control plane of Union.',
  *check(subjects) {
    for (const { host, hostAt, withoutPort, authorized } of subjects) {
      if (authorized.some((setting) => allows(setting, { host, withoutPort }))) {
        continue;
      }
      for (const { field, texts, missingAuth } of authorized) {
        yield {
          at: field,
          expected: `${host === undefined ? 'the public URL' : `https://${host}`} among authorizedUris`,
          found: texts.join(', ') || 'none',
          values: { host: host ?? 'it' },
          restsOn: missingAuth.length > 0 ? missingAuth : hostAt,
        };
      }
    }
  },
});
