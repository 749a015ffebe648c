import { Suite } from '../_support/suite';
import { chromium } from '../tools/chromium';
import { flyteGoClient } from '../tools/flyte-go-client';
import { flyteSdk } from '../tools/flyte-sdk';
import { flyteadmin, flyteadminIsAtHand } from '../tools/flyteadmin';
import { flytekit } from '../tools/flytekit';
import { hydra } from '../tools/hydra';
import { keycloak } from '../tools/keycloak';
import { nginx } from '../tools/nginx';
import { postgres } from '../tools/postgres';

/** A real flyteadmin needs a database. */
const real = flyteadminIsAtHand ? [flyteadmin, postgres] : [];

export const suite: Suite = {
  description: 'people, SDKs and pipelines sign in: Keycloak and Hydra on the emitted registrations, nginx on the emitted Ingresses, Chromium, flytekit, flyte-sdk and flyteidl\'s Go client',
  files: {
    'binary.e2e.ts': [hydra, nginx, postgres, flytekit, flyteSdk, flyteGoClient, ...real],
    'contract.e2e.ts': [hydra, ...real],
    'doctor-faults.e2e.ts': [keycloak, nginx, ...real],
    'doctor.e2e.ts': [keycloak, nginx, ...real],
    'faults.e2e.ts': [keycloak, nginx, flytekit, flyteSdk, ...real],
    'forged.e2e.ts': [hydra, nginx, ...real],
    'hydra.e2e.ts': [hydra, nginx, flytekit, flyteSdk, flyteGoClient, ...real],
    'hydra-doctor.e2e.ts': [hydra, nginx, ...real],
    'hydra-faults.e2e.ts': [hydra, nginx, flyteSdk, flyteGoClient, ...real],
    'hydra-platform.e2e.ts': [hydra],
    'people.e2e.ts': [keycloak, nginx, chromium, flyteSdk, flyteGoClient, ...real],
    'platform.e2e.ts': [keycloak, nginx, ...real],
    'services.e2e.ts': [keycloak, nginx, flytekit, flyteSdk, flyteGoClient, ...real],
  },
};
