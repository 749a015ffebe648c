import { FLYTEADMIN_PATHS } from '../../contract/union/flyteadmin';
import type { Flyteadmin } from '../credentials/flyteadmin';
import { isClusterName } from '../edge/cluster-name';
import { leadsToConsole } from '../edge/guarded-paths';
import { domainMatches } from '../edge/public-host';
import { hostOfUrl, hostPlaces, namesPort, pathOfUrl, portOfUrl, subrequests, urlAsked } from '../edge/route';
import { asksFlyteadmin, EdgeServer } from '../edge/server';
import { defineRule } from '../engine/rule';
import { flyteadminsBehind, isHostVariable } from '../model/asked-flyteadmin';
import type { Model } from '../model/model';
import { COOKIE_DOMAIN } from '../model/sign-in-hosts';
import { missedRoutes, missesFlyteadmin, Needed } from '../model/way-to-flyteadmin';
import type { Field } from '../read/field';

const { login, callback, me, logout } = FLYTEADMIN_PATHS;

interface Subject {
  readonly server: EdgeServer;
  /** The paths, and what needs them: the sign-in URL, or the URL of the guard. */
  readonly needed: readonly Needed[];
  /** Where browsers are sent instead of `/login` on the host that they ask. */
  readonly astray?: { readonly at: Field; readonly found: string };
}

/**
 * Sign-in paths that the guards of a host send browsers or themselves to, where the input shows who serves
 * them.
 */
function subjectsOf(model: Model): Subject[] {
  return model.unionServers.flatMap((server) => {
    const guards = subrequests(server.routes).map(({ guard }) => guard).filter(asksFlyteadmin);
    const flyteadmins = flyteadminsBehind(server, model.flyteadmins);
    const targets = guards.flatMap(({ signIn }) => signIn ?? []);
    const signIn = targets.find(({ url }) => leadsBack(url, server) && pathOfUrl(url) === login);
    const astray = targets.flatMap(({ url, field }) => {
      const found = whereAstray(url, server, flyteadmins);
      return found === undefined ? [] : [{ at: field, found }];
    })[0];
    // Whoever wrote what refuses strangers: it sends browsers to sign in, or the console does.
    const ofStranger = subrequests(server.routes.filter(leadsToConsole))
      .find(({ guard }) => guard.unread !== undefined)?.guard.field;
    const needed = signIn?.field ?? ofStranger;
    const asked = guards.find((guard) => {
      const url = urlAsked(guard);
      return hostOfUrl(url) !== undefined && leadsBack(url, server);
    });
    // The console asks /me who is there, and leads to /logout.
    const ofConsole = flyteadmins.length > 0 ? [logout, me] : [];
    const forSignIn = needed === undefined ? [] : [login, callback, ...ofConsole];
    const forGuard = forSignIn.includes(me) ? [] : [me];
    const paths = [
      ...forSignIn.map((path) => ({ path, at: needed! })),
      ...(asked === undefined ? [] : forGuard.map((path) => ({ path, at: asked.field }))),
    ];
    const isJudged = (paths.length > 0 || astray !== undefined) && isShownWhole(model, server);
    return isJudged ? [{ server, needed: paths, astray }] : [];
  });
}

/** Where a sign-in URL leads that begins no sign-in on the host, as a phrase. */
function whereAstray(
  url: string, server: EdgeServer, flyteadmins: readonly Flyteadmin[],
): string | undefined {
  if (leadsNowhere(url)) {
    return `${url}, which no browser reaches`;
  }
  if (server.host !== undefined && leadsToStranger(url, server.host, flyteadmins)) {
    return `${url}, whose session ${server.host} never gets`;
  }
  if (leadsToOtherPort(url, server.host, flyteadmins)) {
    return `${url}, a port that flyteadmin does not go by`;
  }
  return leadsBack(url, server) && pathOfUrl(url) !== login
    ? `${pathOfUrl(url)}, which begins no sign-in`
    : undefined;
}

/** Whether a URL leads to the host that it is asked from. */
function leadsBack(url: string, server: EdgeServer): boolean {
  const host = hostOfUrl(url);
  return host === undefined || host === server.host || isHostVariable(host);
}

/**
 * Whether a URL has no host, or one that means something in the cluster or on one machine only, or a port
 * that is no edge's.
 */
function leadsNowhere(url: string): boolean {
  const host = hostOfUrl(url);
  if (host === undefined) {
    return /^https?:\/\/(\/|$)/i.test(url);
  }
  return isHostVariable(host)
    ? !['80', '443'].includes(portOfUrl(url) ?? '443')
    : /^[a-z0-9.-]+$/i.test(host) && (isClusterName(host) || /^(127\.|localhost$)/.test(host));
}

/**
 * Whether a URL leads to a host that shares neither its name nor a domain of session cookies with the one
 * that is asked.
 */
function leadsToStranger(url: string, asked: string, flyteadmins: readonly Flyteadmin[]): boolean {
  const host = hostOfUrl(url);
  return (
    flyteadmins.length > 0
    && host !== undefined
    && host !== asked
    && /^[a-z0-9.-]+$/i.test(`${host}${asked}`)
    && flyteadmins.every(({ config }) => {
      const domain = config.text(COOKIE_DOMAIN);
      return !domain || ![host, asked].every((name) => domainMatches(name, domain));
    })
  );
}

/** Whether a URL names a port of the host, and each flyteadmin authorizes that host without one. */
function leadsToOtherPort(url: string, asked: string | undefined, all: readonly Flyteadmin[]): boolean {
  return asked !== undefined
    && hostOfUrl(url)?.toLowerCase() === asked
    && namesPort(url)
    && all.length > 0
    && all.every(({ authorizedUris }) => {
      const own = (authorizedUris?.texts ?? []).filter((text) => hostOfUrl(text) === asked);
      return own.length > 0 && !own.some(namesPort);
    });
}

/**
 * Guarded routes on their own may be one file of many: flyteadmin, or part of the sign-in, must be in the
 * input, too.
 */
function isShownWhole(model: Model, server: EdgeServer): boolean {
  return flyteadminsBehind(server, model.flyteadmins).length > 0
    || [login, callback, me].some((path) => missesFlyteadmin(server, path, model) === undefined);
}

export const signInRouteMissing = defineRule('sign-in-route-missing', {
  subjects: subjectsOf,
  notApplicable:
    'No guard in the input sends browsers to /login on a host whose open routes or flyteadmin the input '
      + 'shows.',
  *check(subjects, model) {
    for (const { server, needed, astray } of subjects) {
      if (astray !== undefined) {
        const expected = `browsers sent to ${login} on ${server.host ?? 'every host'}`;
        yield { ...astray, expected, headline: 'astray', restsOn: hostPlaces(server.routes) };
      }
      yield* missedRoutes(server, needed, model);
    }
  },
});
