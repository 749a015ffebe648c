/** A platform chart of one's own: what Union runs on. Nothing in it comes from cdk8s-union-auth but the SecretStore. */
import { ApiObject, Chart } from 'cdk8s';
import { SecretStore, SecretStoreProvider } from 'cdk8s-union-auth';
import { Construct } from 'constructs';

export interface PlatformProps {
  readonly namespaces: string[];
  /** Where the certificate of the control plane goes. */
  readonly certificateNamespace: string;
  readonly domain: string;
}

export class Platform extends Chart {
  public constructor(scope: Construct, id: string, props: PlatformProps) {
    super(scope, id);
    for (const name of props.namespaces) {
      new ApiObject(this, `namespace-${name}`, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
      // A SecretStore serves its own namespace: one for each plane.
      new SecretStore(this, `store-${name}`, {
        metadata: { name: 'default', namespace: name },
        provider: SecretStoreProvider.awsSecretsManager({ region: 'us-east-2' }),
      });
    }
    new ApiObject(this, 'certificate', {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: 'union-tls', namespace: props.certificateNamespace },
      spec: {
        secretName: 'union-tls',
        dnsNames: [props.domain],
        issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: 'public' },
      },
    });
  }
}
