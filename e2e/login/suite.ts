import { Suite } from '../_support/suite';
import { chromium } from '../tools/chromium';
import { flyteGoClient } from '../tools/flyte-go-client';
import { flyteSdk } from '../tools/flyte-sdk';
import { flytekit } from '../tools/flytekit';
import { hydra } from '../tools/hydra';
import { keycloak } from '../tools/keycloak';
import { nginx } from '../tools/nginx';

export const suite: Suite = {
  description: 'people, SDKs and pipelines sign in: Keycloak and Hydra on the emitted registrations, nginx on the emitted Ingresses, Chromium, flytekit, flyte-sdk and flyteidl\'s Go client',
  files: {
    'faults.e2e.ts': [keycloak, nginx, flytekit, flyteSdk],
    'hydra.e2e.ts': [hydra, nginx, flytekit, flyteSdk, flyteGoClient],
    'hydra-faults.e2e.ts': [hydra, nginx, flyteSdk, flyteGoClient],
    'people.e2e.ts': [keycloak, nginx, chromium, flyteSdk],
    'services.e2e.ts': [keycloak, nginx, flytekit, flyteSdk, flyteGoClient],
  },
};
