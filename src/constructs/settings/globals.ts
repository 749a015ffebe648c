import { JsonObject, withoutUndefined } from '../../common/data/json';
import { IdentityValue } from '../../contract/union/values-contract';
import { UnionIdentity } from '../identity';

/** The `global` values of a release. Guide: sections "Global variables" and "Dataplane global variables". */
export function globals(
  identity: UnionIdentity, names: Readonly<Record<string, IdentityValue>>, serviceClientId?: string,
): JsonObject {
  const { identityProvider: provider, _applications: applications } = identity;
  const values: Record<IdentityValue, string | undefined> = {
    domain: identity.domain,
    organization: identity.organization,
    issuer: provider.issuer,
    webClientId: applications.web?.clientId,
    nativeClientId: applications.native?.clientId,
    serviceClientId: serviceClientId ?? applications.service.clientId,
    tokenEndpoint: provider.tokenEndpoint,
    serviceScope: provider.serviceScopes.join(' '),
  };
  // Departs from the guide: DEVIATIONS.deadGlobals.
  const read = Object.entries(names);
  return withoutUndefined(Object.fromEntries(read.map(([name, meaning]) => [name, values[meaning]])));
}
