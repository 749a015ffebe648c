import { Registrations, UnionIdentity } from '../../../src';
import { byCluster } from '../../_tools/fixtures';
import { PROVIDERS, identityOf } from '../identity/_identity';

function listing(provider: keyof typeof PROVIDERS): UnionIdentity {
  const subject = (of: string) => (['authentik', 'entraId'].includes(provider) ? `object-id-${of}` : undefined);
  return identityOf(PROVIDERS[provider](), undefined, {
    dataPlanes: byCluster(['us-east', 'eu.west'].map((clusterName) => ({
      clusterName,
      operator: { clientId: `${clusterName}-operator`, subject: subject(`${clusterName}-operator`) },
      eager: { clientId: `${clusterName}-eager`, subject: subject(`${clusterName}-eager`) },
    }))),
    clients: { release: { clientId: 'ci-release' } },
  });
}

const IDS = ['web', 'native', 'service', 'operator-us-east', 'eager-us-east', 'operator-eu-west', 'eager-eu-west', 'release'];

test.each(Object.keys(PROVIDERS) as (keyof typeof PROVIDERS)[])('%s: every application of the identity is registered without being named again', (provider) => {
  const identity = listing(provider);
  const registrations = new Registrations({ identity });
  expect(registrations.all.map(({ id }) => id)).toEqual(IDS);
  expect(registrations.files()['oauth-applications.md'].toString()).toBe(identity.checklist.toString());
});
