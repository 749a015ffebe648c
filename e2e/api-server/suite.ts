import { Suite } from '../_support/suite';
import {
  argoCdCrds, certManagerCrds, envoyGatewayCrds, externalSecretsCrds, fluxHelmCrds, fluxKustomizeCrds, fluxSourceCrds, gatewayApiCrds, traefikCrds,
} from '../tools/crds';
import { etcd } from '../tools/etcd';
import { externalSecrets } from '../tools/external-secrets';
import { helm3 } from '../tools/helm-3';
import { kubeApiserver } from '../tools/kube-apiserver';

const SERVER = [etcd, kubeApiserver];
const REAL = [...SERVER, externalSecretsCrds, externalSecrets];
/** The tools of files that apply the examples. */
const EXAMPLES = [...SERVER, externalSecretsCrds, certManagerCrds, argoCdCrds];

export const suite: Suite = {
  description: 'the examples on a real kube-apiserver with kubectl, helm, the real External Secrets, and a stand-in that is compared with it',
  files: {
    'apply.e2e.ts': EXAMPLES,
    'before-the-cures.e2e.ts': EXAMPLES,
    'deploy.e2e.ts': [...SERVER, externalSecretsCrds, helm3],
    'doctor-kube.e2e.ts': [...EXAMPLES, fluxHelmCrds, fluxKustomizeCrds, gatewayApiCrds],
    'dump.e2e.ts': [...EXAMPLES, fluxHelmCrds, fluxKustomizeCrds],
    'every-kind.e2e.ts': [...EXAMPLES, gatewayApiCrds, envoyGatewayCrds, traefikCrds, fluxHelmCrds, fluxSourceCrds],
    'helm.e2e.ts': [...EXAMPLES, helm3],
    'keys-stay.e2e.ts': REAL,
    'orders.e2e.ts': [...REAL, helm3],
    'stand-in.e2e.ts': REAL,
    'pod-security.e2e.ts': SERVER,
    'resource-sync.e2e.ts': [...SERVER, externalSecretsCrds],
    'script.e2e.ts': EXAMPLES,
    'script-refused.e2e.ts': [...SERVER, externalSecretsCrds],
    'start.e2e.ts': SERVER,
  },
};
