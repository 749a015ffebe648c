import { Suite } from '../_support/suite';
import { dex } from '../tools/dex';
import { hydra } from '../tools/hydra';
import { keycloak } from '../tools/keycloak';
import { springAuthorizationServer } from '../tools/spring-authorization-server';

export const suite: Suite = {
  description: 'real identity providers with the emitted registrations: the tokens of every application, and refusals',
  files: {
    'dex.e2e.ts': [dex],
    'hydra.e2e.ts': [hydra],
    'keycloak.e2e.ts': [keycloak],
    'oidc-provider.e2e.ts': [],
    'spring.e2e.ts': [springAuthorizationServer],
  },
};
