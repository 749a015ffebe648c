import { ControlPlaneProps, DataPlaneProps, EdgeController, ObjectStorage } from '../../src';

/** What a data plane without the chart needs besides identity and secrets. */
export const PLAIN_DATA_PLANE = {
  images: { registry: 'registry.example.com/union', tag: '1' },
  storage: ObjectStorage.s3({ bucket: 'acme-union', region: 'us-east-2', roleArn: 'arn:aws:iam::123456789012:role/union-storage' }),
} satisfies Partial<DataPlaneProps>;

/** The same of a control plane. */
export const PLAIN = {
  ...PLAIN_DATA_PLANE,
  database: { host: 'postgres.example.com', user: 'union', password: { key: 'union/database-password', version: '1' } },
  edge: { controller: EdgeController.ingressNginx(), tlsEndsElsewhere: true },
} satisfies Partial<ControlPlaneProps>;
