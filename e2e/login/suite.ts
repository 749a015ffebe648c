import { Suite } from '../_support/suite';
import { chromium } from '../tools/chromium';
import { flyteSdk } from '../tools/flyte-sdk';
import { flytekit } from '../tools/flytekit';
import { keycloak } from '../tools/keycloak';
import { nginx } from '../tools/nginx';

export const suite: Suite = {
  description: 'people, SDKs and pipelines sign in: Keycloak on the emitted realm, nginx on the emitted Ingresses, Chromium, flytekit and flyte-sdk',
  files: {
    'faults.e2e.ts': [keycloak, nginx, flytekit, flyteSdk],
    'people.e2e.ts': [keycloak, nginx, chromium, flyteSdk],
    'services.e2e.ts': [keycloak, nginx, flytekit, flyteSdk],
  },
};
