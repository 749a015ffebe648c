import { Suite } from '../_support/suite';
import { argoCd } from '../tools/argo-cd';
import { argoCdOwnCrds, certManagerCrds, externalSecretsCrds, fluxHelmCrds, fluxKustomizeCrds, fluxOwnSourceCrds } from '../tools/crds';
import { etcd } from '../tools/etcd';
import { externalSecrets } from '../tools/external-secrets';
import { helmController, kustomizeController, sourceController } from '../tools/flux';
import { helm3 } from '../tools/helm-3';
import { kubeApiserver } from '../tools/kube-apiserver';

const SERVER = [etcd, kubeApiserver, externalSecretsCrds, externalSecrets];
const ARGO_CD = [...SERVER, argoCd, argoCdOwnCrds, helm3];

export const suite: Suite = {
  description:
    'Argo CD and Flux on what we emit, on a real kube-apiserver with the real External Secrets',
  files: {
    'argo-cd.e2e.ts': ARGO_CD,
    'argo-cd-keys.e2e.ts': ARGO_CD,
    // With a stand-in for External Secrets, since these tests are about which objects reach which cluster.
    'fleet.e2e.ts': [etcd, kubeApiserver, externalSecretsCrds, argoCd, argoCdOwnCrds, helm3],
    'platform.e2e.ts': [etcd, kubeApiserver, externalSecretsCrds, certManagerCrds, argoCd, argoCdOwnCrds, helm3],
    'flux.e2e.ts': [...SERVER, helmController, kustomizeController, sourceController, fluxHelmCrds, fluxKustomizeCrds, fluxOwnSourceCrds],
  },
};
