import type { KnownProvider } from '../../contract/providers/known-provider';
import {
  knownProvider, refusesOfflineAccessToServices,
} from '../../contract/providers/known-providers';
import { DEFAULT_NATIVE_SCOPES, OFFLINE_ACCESS_SCOPE } from '../../contract/union/flyteadmin';
import type { AuthClient } from '../credentials/auth-client';
import { defineRule } from '../engine/rule';
import { sameHome } from '../kube/home';
import { flyteadminsFor, trustsProvider } from '../model/counterparts';
import type { Model } from '../model/model';


interface Subject {
  readonly client: AuthClient;
  readonly provider: KnownProvider | undefined;
  /** Its provider is known to refuse offline_access to client credentials. */
  readonly refusesOfflineAccess: boolean;
  /** What the client requests in the end. */
  readonly scopes: readonly string[];
  /** They are the native application's, because the client names none. */
  readonly borrowed: boolean;
}

/** Clients of which the input shows the token endpoint or the issuer, and the scopes that they request. */
function subjectsOf(model: Model): Subject[] {
  return model.clients.filter(({ usesClientSecret }) => usesClientSecret).flatMap((client): Subject[] => {
    const flyteadmins = flyteadminsFor(client.config.container.workload, model).filter(trustsProvider);
    const urls = client.tokenUrl?.text
      ? [client.tokenUrl.text]
      : flyteadmins.flatMap(({ externalIssuer }) => externalIssuer?.text ?? []);
    const providers = new Set(urls.map(knownProvider));
    if (providers.size !== 1) {
      return [];
    }
    const [provider] = providers;
    const refusesOfflineAccess = urls.some(refusesOfflineAccessToServices);
    const own = (client.scopes?.texts ?? []).filter(Boolean);
    if (own.length > 0 || client.kind === 'union') {
      return [{ client, provider, refusesOfflineAccess, scopes: own, borrowed: false }];
    }
    // The admin client asks flyteadmin for scopes, and is given those of SDK and CLI.
    const offered = flyteadmins.map(
      ({ config }) =>
        config.get('auth.appAuth.thirdPartyConfig.flyteClient.scopes')?.texts ?? DEFAULT_NATIVE_SCOPES,
    );
    return offered.length === 1
      ? [{ client, provider, refusesOfflineAccess, scopes: offered[0].filter(Boolean), borrowed: true }]
      : [];
  });
}

function fault({
  provider,
  refusesOfflineAccess,
  scopes,
  borrowed,
}: Subject): { expected: string; found: string } | undefined {
  if (scopes.length === 0) {
    const suffix = provider?.serviceScopeSuffix;
    return provider?.grantsDefaultScopes ? undefined : {
      expected: `scopes, such as ${suffix === undefined ? 'all' : `api://<application>${suffix}`}`,
      found: borrowed ? 'no scopes, and flyteadmin offers none either' : 'no scopes',
    };
  }
  const found = borrowed
    ? `no scopes, so the client requests those of SDK and CLI: ${scopes.join(', ')}`
    : scopes.join(', ');
  if (scopes.some(
    (scope) => provider?.serviceScopeSuffix !== undefined && !scope.endsWith(provider.serviceScopeSuffix),
  )) {
    return {
      expected: `only scopes that end with ${provider?.serviceScopeSuffix}, as ${provider?.name} demands of `
        + 'client credentials',
      found,
    };
  }
  return refusesOfflineAccess && scopes.includes(OFFLINE_ACCESS_SCOPE)
    ? { expected: `no ${OFFLINE_ACCESS_SCOPE}, which the provider refuses to client credentials`, found }
    : undefined;
}

export const scopeMissing = defineRule('scope-missing', {
  subjects: subjectsOf,
  notApplicable:
    'The input does not show a client together with its token endpoint or the issuer that its flyteadmin '
      + 'trusts.',
  *check(subjects, model) {
    for (const subject of subjects) {
      const found = fault(subject);
      if (found !== undefined) {
        const { config, section } = subject.client;
        const isToldOfSection = subject.scopes.length === 0 && othersHaveScopes(subject.client, model);
        yield {
          at: config.fieldFor(`${section}.scopes`),
          ...found,
          restsOn: isToldOfSection ? [config.fieldFor(section)] : [],
        };
      }
    }
  },
});

/** Where its siblings all request some, client-incomplete says that this one does not. */
function othersHaveScopes(client: AuthClient, model: Model): boolean {
  const others = model.clients.filter(({ kind, usesClientSecret, config: { container: { workload } } }) =>
    kind === client.kind && usesClientSecret
    && workload !== client.config.container.workload
    && sameHome(workload, client.config.container.workload));
  return others.length > 1 && others.every(({ scopes }) => scopes?.texts.some(Boolean) ?? false);
}
