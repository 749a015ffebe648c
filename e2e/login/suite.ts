import { Suite } from '../_support/suite';
import { chromium } from '../tools/chromium';
import { flyteGoClient } from '../tools/flyte-go-client';
import { flyteSdk } from '../tools/flyte-sdk';
import { flytekit } from '../tools/flytekit';
import { hydra } from '../tools/hydra';
import { keycloak } from '../tools/keycloak';
import { nginx } from '../tools/nginx';
import { postgres } from '../tools/postgres';

/** A real flyteadmin wants a database, in every file. */
const database = process.env.FLYTEADMIN ? [postgres] : [];

export const suite: Suite = {
  description: 'people, SDKs and pipelines sign in: Keycloak and Hydra on the emitted registrations, nginx on the emitted Ingresses, Chromium, flytekit, flyte-sdk and flyteidl\'s Go client',
  files: {
    'binary.e2e.ts': [hydra, nginx, postgres, flytekit, flyteSdk, flyteGoClient],
    'contract.e2e.ts': [hydra, ...database],
    'doctor-faults.e2e.ts': [keycloak, nginx, ...database],
    'doctor.e2e.ts': [keycloak, nginx, ...database],
    'faults.e2e.ts': [keycloak, nginx, flytekit, flyteSdk, ...database],
    'forged.e2e.ts': [hydra, nginx, ...database],
    'hydra.e2e.ts': [hydra, nginx, flytekit, flyteSdk, flyteGoClient, ...database],
    'hydra-doctor.e2e.ts': [hydra, nginx, ...database],
    'hydra-faults.e2e.ts': [hydra, nginx, flyteSdk, flyteGoClient, ...database],
    'hydra-platform.e2e.ts': [hydra],
    'people.e2e.ts': [keycloak, nginx, chromium, flyteSdk, flyteGoClient, ...database],
    'platform.e2e.ts': [keycloak, nginx, ...database],
    'services.e2e.ts': [keycloak, nginx, flytekit, flyteSdk, flyteGoClient, ...database],
  },
};
