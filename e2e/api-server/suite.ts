import { Suite } from '../_support/suite';
import { argoCdCrds, certManagerCrds, externalSecretsCrds } from '../tools/crds';
import { etcd } from '../tools/etcd';
import { kubeApiserver } from '../tools/kube-apiserver';

const ALL = [etcd, kubeApiserver, externalSecretsCrds, certManagerCrds, argoCdCrds];

export const suite: Suite = {
  description: 'the examples on a real kube-apiserver, with kubectl, helm and a stand-in of External Secrets',
  files: {
    'apply.e2e.ts': ALL,
    'before-the-cures.e2e.ts': ALL,
    'helm.e2e.ts': ALL,
    'script.e2e.ts': ALL,
    'start.e2e.ts': [etcd, kubeApiserver],
  },
};
