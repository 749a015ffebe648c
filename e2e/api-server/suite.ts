import { Suite } from '../_support/suite';
import { etcd } from '../tools/etcd';
import { kubeApiserver } from '../tools/kube-apiserver';

export const suite: Suite = {
  description: 'the examples on a real kube-apiserver, with kubectl, helm and a stand-in of External Secrets',
  files: { 'start.e2e.ts': [etcd, kubeApiserver] },
};
