/** A platform team's own chart, which Union and Argo CD need. Only the SecretStore comes from cdk8s-union-auth. */
import { ApiObject, Chart } from 'cdk8s';
import { SecretStore, SecretStoreProvider } from 'cdk8s-union-auth';
import { Construct } from 'constructs';

export interface PlatformProps {
  readonly namespaces: string[];
  /** The Secret of the control plane's certificate. */
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

export interface ManifestsProps {
  readonly name: string;
  readonly repository: string;
  readonly path: string;
}

/**
 * An Application for manifests outside Union's charts. On an empty cluster it may start before the controllers whose kinds it needs
 * (External Secrets, cert-manager): it skips the dry run of missing kinds, and retries without a limit.
 */
export class Manifests extends Construct {
  public constructor(scope: Construct, id: string, { name, repository, path }: ManifestsProps) {
    super(scope, id);
    new ApiObject(this, 'application', {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name },
      spec: {
        project: 'default',
        destination: { server: 'https://kubernetes.default.svc' },
        source: { repoURL: repository, path, targetRevision: 'HEAD' },
        syncPolicy: {
          automated: {},
          syncOptions: ['ServerSideApply=true', 'SkipDryRunOnMissingResource=true'],
          retry: { limit: -1, backoff: { duration: '10s', factor: 2, maxDuration: '1m' } },
        },
      },
    });
  }
}
