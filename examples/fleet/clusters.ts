/** The fleet: one line per data plane. */

export interface Cluster {
  /** Name of the data plane, and of its cluster in Argo CD. */
  readonly name: string;
  readonly region: 'us-east' | 'eu-west';
  /** Whether it is updated before all others. */
  readonly canary?: boolean;
}

export const CLUSTERS: Cluster[] = [
  { name: 'us-east-1', region: 'us-east', canary: true },
  { name: 'us-east-2', region: 'us-east' },
  { name: 'us-east-3', region: 'us-east' },
  { name: 'us-east-4', region: 'us-east' },
  { name: 'us-east-5', region: 'us-east' },
  { name: 'us-east-6', region: 'us-east' },
  { name: 'eu-west-1', region: 'eu-west' },
  { name: 'eu-west-2', region: 'eu-west' },
  { name: 'eu-west-3', region: 'eu-west' },
  { name: 'eu-west-4', region: 'eu-west' },
  { name: 'eu-west-5', region: 'eu-west' },
  { name: 'eu-west-6', region: 'eu-west' },
];
