import { ControlPlaneProps, ObjectStorage } from '../../src';

/** What a plane without the chart needs besides identity and secrets; a data plane has no database and takes no notice of it. */
export const PLAIN = {
  images: { registry: 'registry.example.com/union', tag: '1' },
  database: { host: 'postgres.example.com', user: 'union', password: { key: 'union/database-password', version: '1' } },
  storage: ObjectStorage.s3({ bucket: 'acme-union', region: 'us-east-2', roleArn: 'arn:aws:iam::123456789012:role/union-storage' }),
  tlsEndsElsewhere: true,
} satisfies Partial<ControlPlaneProps>;
