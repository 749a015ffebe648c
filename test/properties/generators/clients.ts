import fc from 'fast-check';
import { Made, made, returnedBy, used } from '../_made';
import { Delivery } from './deliveries';
import { Identity } from './identities';
import { label, maybe } from './texts';

const identity = used('identity');
const secrets = used('secrets');

/** Files for people, and registrations. */
export function files(): fc.Arbitrary<Made[]> {
  return fc.subarray([
    made('ClientConfig.pkce', identity),
    made('ClientConfig.deviceCode', identity),
    made('Registrations', { identity }),
  ], { maxLength: 1 });
}

/** Clients that the identity lists. */
export function clients({ clients: listed }: Identity, { readsStore }: Delivery): fc.Arbitrary<Made[]> {
  const workload = (name: string) => fc.record({
    namespace: label,
    mountPath: maybe(fc.constantFrom('/secrets', '/x/y/')),
    apiKey: readsStore ? maybe(fc.constant({})) : fc.constant(undefined),
  }).map((given) => made('WorkloadClient', { client: returnedBy('identity', 'client', name), secrets, ...given }));
  if (listed.length === 0) {
    return fc.constant([]);
  }
  const [{ name }] = listed;
  const client = returnedBy('identity', 'client', name);
  const environments = fc.constantFrom('ClientEnvironment.apiKey' as const, 'ClientEnvironment.flyteSdk' as const, 'ClientEnvironment.flytekit' as const)
    .map((make) => made(make, client, { secretVariable: 'CI_CLIENT_SECRET' }));
  const config = fc.constantFrom('/secrets/client_secret', '/1e3')
    .map((secretPath) => made('ClientConfig.clientCredentials', client, { secretPath }));
  return fc.oneof(fc.constant<Made[]>([]), fc.tuple(environments), fc.tuple(config), fc.tuple(workload(name)));
}
