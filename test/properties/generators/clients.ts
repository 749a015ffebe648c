import fc from 'fast-check';
import { Made, made, used } from '../_made';
import { Delivery } from './deliveries';
import { Identity } from './identities';
import { label, maybe } from './texts';

const auth = used('auth');
const secrets = used('secrets');

/** Files for people, and registrations. */
export function files(): fc.Arbitrary<Made[]> {
  return fc.subarray([
    made('ClientConfig.pkce', auth),
    made('ClientConfig.deviceCode', auth),
    made('Registrations', { auth }),
  ], { maxLength: 1 });
}

/** Pipelines that the identity lists, and one that it does not. */
export function pipelines({ pipelines: listed, spareClientId, entries }: Identity, { readsStore }: Delivery): fc.Arbitrary<Made[]> {
  const props = (client: object) => fc.record({
    namespace: label,
    mountPath: maybe(fc.constantFrom('/secrets', '/x/y/')),
    apiKey: readsStore ? maybe(fc.constant({})) : fc.constant(undefined),
  }).map((given) => made('WorkloadClient', { auth, secrets, ...client, ...given }));
  const own = props({ clientId: spareClientId, clientSecret: readsStore ? entries[0] : undefined });
  const environments = fc.constantFrom('ClientEnvironment.apiKey' as const, 'ClientEnvironment.flyteSdk' as const, 'ClientEnvironment.flytekit' as const)
    .map((make) => made(make, auth, { clientId: spareClientId, secretVariable: 'CI_CLIENT_SECRET' }));
  const config = fc.constantFrom('/secrets/client_secret', '/1e3')
    .map((secret) => made('ClientConfig.clientCredentials', auth, spareClientId, secret));
  const some = listed.length > 0 ? [fc.tuple(props({ name: listed[0].name }))] : [];
  return fc.oneof(fc.constant<Made[]>([]), fc.tuple(own), fc.tuple(environments), fc.tuple(config), ...some);
}
