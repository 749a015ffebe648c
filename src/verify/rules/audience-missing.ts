import { providerOf } from '../../contract/providers/known-providers';
import type { Flyteadmin } from '../credentials/flyteadmin';
import { staysInside } from '../edge/cluster-name';
import { hostOfUrl, urlAsked } from '../edge/route';
import { asksFlyteadmin } from '../edge/server';
import { defineRule, Violation } from '../engine/rule';
import { sameHome } from '../kube/home';
import { clientsOnlyOf, trustsProvider } from '../model/counterparts';
import type { Model } from '../model/model';

const ALLOWED = 'auth.appAuth.externalAuthServer.allowedAudience';
const OWN = 'auth.appAuth.thirdPartyConfig.flyteClient.audience';

interface Subject {
  readonly flyteadmin: Flyteadmin;
  /** The URLs of the cluster that it expects as audience when it is asked under them. */
  readonly inside: readonly string[];
}

/** flyteadmins whose accepted audiences the input shows: a list, or the URLs that they are asked under. */
function subjectsOf(model: Model): Subject[] {
  return model.flyteadmins.filter(trustsProvider).flatMap((flyteadmin) => {
    const authorized = (flyteadmin.authorizedUris?.texts ?? []).filter(Boolean);
    const asked = authorized.length > 0 ? authorized : askedUnder(flyteadmin, model);
    const inside = asked.filter((url) => {
      const host = hostOfUrl(url);
      return host !== undefined && staysInside(host);
    });
    return flyteadmin.audiences.length > 0 || asked.length > 0 ? [{ flyteadmin, inside }] : [];
  });
}

/** The URLs of the guards that ask it, without the path. */
function askedUnder(flyteadmin: Flyteadmin, model: Model): string[] {
  return model.routes.flatMap(({ guard, object }) => {
    const host =
      asksFlyteadmin(guard) && sameHome(object, flyteadmin) ? hostOfUrl(urlAsked(guard)) : undefined;
    return host === undefined || host.startsWith('$') ? [] : [`https://${host}`];
  });
}

export const audienceMissing = defineRule('audience-missing', {
  subjects: subjectsOf,
  notApplicable:
    'No flyteadmin in the input has useAuth: true, authServerType: External and a list of audiences or URIs.',
  *check(subjects, model) {
    for (const { flyteadmin, inside } of subjects) {
      yield* requestedFaults(flyteadmin, model);
      yield* unrequestedFault(flyteadmin, model);
      yield* unlistedClients(flyteadmin, model);
      if (flyteadmin.audiences.length === 0 && inside.length > 0) {
        yield {
          at: flyteadmin.config.fieldFor(ALLOWED),
          expected: 'the audience of the provider\'s access tokens in allowedAudience',
          found: 'no allowedAudience; asked inside the cluster it takes only tokens for '
            + `${[...new Set(inside)].join(' or ')}`,
          headline: 'unlisted',
        };
      }
    }
  },
});

/**
 * An audience that clients ask for and that flyteadmin does not take: what SDK and CLI are told, and what
 * services name.
 */
function* requestedFaults(flyteadmin: Flyteadmin, model: Model): Iterable<Violation> {
  const { audiences, config } = flyteadmin;
  const ofClients = clientsOnlyOf(flyteadmin, model).map((client) => client.setting('audience'));
  for (const { field, text } of [config.get(OWN), ...ofClients].filter((setting) => setting !== undefined)) {
    if (text && audiences.length > 0 && !audiences.includes(text)) {
      yield {
        at: field,
        expected: `an audience that flyteadmin accepts: ${audiences.join(', ')}`,
        found: text,
        headline: 'refused',
      };
    }
  }
}

/** Services must ask for the audience, and SDK and CLI are not told to. */
function* unrequestedFault(flyteadmin: Flyteadmin, model: Model): Iterable<Violation> {
  const { config } = flyteadmin;
  const [audience, ...others] = new Set(
    clientsOnlyOf(flyteadmin, model).flatMap((client) => client.setting('audience')?.text || []),
  );
  if (audience !== undefined && others.length === 0 && config.complete && !config.text(OWN)) {
    const found = config.get(OWN) === undefined ? 'none' : 'an empty audience';
    yield {
      at: config.fieldFor(OWN),
      expected: `audience ${audience} in flyteClient, as the services ask for it`,
      found,
      headline: 'not asked',
      values: { audience },
    };
  }
}

/**
 * A provider that writes the client ID as audience does so for every client that presents a token: one that
 * is not listed is refused.
 */
function* unlistedClients(flyteadmin: Flyteadmin, model: Model): Iterable<Violation> {
  const { audiences } = flyteadmin;
  const provider = providerOf(flyteadmin.externalIssuer?.text);
  const ids = [
    flyteadmin.nativeClientId, ...clientsOnlyOf(flyteadmin, model).map(({ clientId }) => clientId),
  ];
  const bearers = [...new Set(ids.flatMap((id) => id?.text || []))];
  const listed = [...bearers, flyteadmin.webClientId?.text].filter(
    (id) => id !== undefined && audiences.includes(id),
  );
  const missing = bearers.filter((id) => !audiences.includes(id));
  if (missing.length > 0
    && audiences.length > 0
    && (provider?.audienceIsClientId || (provider === undefined && listed.length > 1))) {
    yield {
      at: flyteadmin.config.fieldFor(ALLOWED),
      expected: `${missing.join(', ')} in allowedAudience, as ${provider?.name ?? 'the provider'} writes a `
        + 'client\'s own ID as audience',
      found: audiences.join(', '),
      headline: 'clients',
      values: { missing: missing.join(', ') },
    };
  }
}
