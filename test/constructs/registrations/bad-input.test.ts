import { Testing } from 'cdk8s';
import { InvalidPropsError } from '../../../src/common/props/problems';
import { HydraOAuth2Client, KeycloakRealmImport } from '../../../src/constructs/registrations/provider-objects';
import { Registrations } from '../../../src/constructs/registrations/registrations';
import { PROVIDERS, identityOf } from '../identity/_identity';

const identity = identityOf(PROVIDERS.keycloak());
const registrations = new Registrations({ identity });

const MAKE = {
  Registrations: (props: never) => new Registrations(props),
  KeycloakRealmImport: (props: never) => new KeycloakRealmImport(Testing.chart(), 'x', props),
  HydraOAuth2Client: (props: never) => new HydraOAuth2Client(Testing.chart(), 'x', props),
};

describe.each(Object.keys(MAKE) as (keyof typeof MAKE)[])('%s says what is wrong', (name) => {
  test.each([
    null, 1, 'text',
    { identity: {}, registrations: {}, registration: {}, clientSecretsFromEnvironment: 'no' },
    { identity: null, registrations: null, registration: null, clientSecretsFromEnvironment: 1 },
    { identity: 1, registrations: 1, keycloakName: 1, registration: identity, clientSecretsFromEnvironment: [] },
    { identity, name: 1, registrations, keycloakName: 'sso', namespace: 1, clientSecretsFromEnvironment: {} },
  ])('with %#', (props) => {
    expect(() => MAKE[name](props as never)).toThrow(InvalidPropsError);
    expect(() => MAKE[name](props as never)).toThrow(new RegExp(`^${name} has `));
  });
});
