export type { ServiceResources } from './container-resources';
export type { NetworkPeer } from './network-policy';
export type { ServiceProbes } from './probes';
export type { Scheduling, Toleration } from './scheduling';
export type { ServiceSecurity } from './pod-security';
