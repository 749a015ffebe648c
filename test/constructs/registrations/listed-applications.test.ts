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

describe('Every application of the identity', () => {
  test.each(Object.keys(PROVIDERS) as (keyof typeof PROVIDERS)[])('%s: is registered without being named again', (provider) => {
    const identity = listing(provider);
    const registrations = new Registrations({ identity });
    expect(registrations.all.map(({ id }) => id)).toEqual(IDS);
    expect(registrations.files()['oauth-applications.md'].toString()).toBe(identity.checklist.toString());
  });

  test('Terraform: one application each, under names that Terraform takes', () => {
    for (const [provider, type] of [['okta', 'okta_app_oauth'], ['entraId', 'azuread_application']] as const) {
      const { resource } = JSON.parse(new Registrations({ identity: listing(provider) }).files()['oauth-applications.tf.json'].toString());
      const names = Object.keys(resource[type]);
      expect(names).toEqual(expect.arrayContaining(IDS.map((id) => id.replace(/-/g, '_'))));
      names.forEach((name) => expect(name).toMatch(/^[a-z_][a-z0-9_]*$/));
    }
  });

  test('Keycloak: a client each, whose service account has the subject of the identity', () => {
    const identity = listing('keycloak');
    const realm = JSON.parse(new Registrations({ identity }).files()['keycloak-realm.json'].toString());
    expect(realm.clients.map(({ clientId }: any) => clientId)).toEqual([...identity._applications.all.map(({ clientId }) => clientId), 'account', 'account-console']);
    const subjects = new Map(realm.users.map(({ id, serviceAccountClientId }: any) => [serviceAccountClientId, id]));
    for (const { clientId, subject } of identity._applications.all.slice(2)) {
      expect(subjects.get(clientId)).toBe(subject);
    }
  });

  test('Dex and Hydra: a client each', () => {
    const dex = new Registrations({ identity: listing('dex') }).files()['dex-static-clients.yaml'].toString();
    const hydra = new Registrations({ identity: listing('hydra') }).files()['hydra-clients.json'].toString();
    for (const { clientId } of listing('dex')._applications.all) {
      expect([dex, hydra].map((text) => text.includes(clientId))).toEqual([true, true]);
    }
  });
});
