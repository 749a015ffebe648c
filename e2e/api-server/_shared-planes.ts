import { App, Chart } from 'cdk8s';
import { ArgoApplication, ChartVersion, ControlPlaneAuth, DataPlaneAuth, SecretDelivery, SecretStore } from 'cdk8s-union-auth';
import { dataPlaneProps, unionAuth } from '../../test/_tools/fixtures';
import { Manifest } from '../../test/_tools/schemas';

/** The Secrets in which several parties keep keys. */
export const SHARED = ['union-cp/flyte-admin-secrets', 'union-cp/union-controlplane-secrets', 'union/union-secret-auth'];
export const VALUES = { UNION_SERVICE_CLIENT_SECRET: 'service', UNION_WEB_CLIENT_SECRET: 'web' };

/** Both planes as somebody emits them: what is applied, the values of the charts, and the scripts. */
export interface Planes {
  readonly manifests: readonly Manifest[];
  readonly values: Readonly<Record<string, object>>;
  readonly auths: { readonly controlplane: ControlPlaneAuth; readonly dataplane: DataPlaneAuth };
  readonly takeOver: readonly string[];
  readonly scripts: readonly string[];
}

export interface PlaneOptions {
  readonly chartVersion?: ChartVersion;
  readonly chartCreatesSecret?: boolean;
  readonly migratingFrom?: ChartVersion;
  readonly extraValues?: { readonly [name: string]: any };
  /** Whether Argo CD orders them. */
  readonly waves?: boolean;
}

export function planes(secrets: SecretDelivery, { chartVersion, chartCreatesSecret, migratingFrom, extraValues, waves }: PlaneOptions = {}): Planes {
  const [control, data] = ['union-cp', 'union'].map((name) => new Chart(new App(), name));
  const props = { identity: unionAuth(), secrets, chartVersion, extraValues };
  const built = {
    controlplane: new ControlPlaneAuth(control, 'auth', { ...props, migratingFrom }),
    dataplane: new DataPlaneAuth(data, 'auth', dataPlaneProps({ ...props, chartCreatesSecret })),
  };
  if (waves) {
    [control, data].forEach((chart) => ArgoApplication.addSyncWaves(chart));
  }
  return {
    auths: built,
    manifests: [control, data].flatMap((chart) => chart.toJson() as Manifest[]),
    values: Object.fromEntries(Object.entries(built).map(([name, plane]) => [name, plane.helmValues.toObject()])),
    takeOver: Object.values(built).map(({ takeOverScript }) => `${takeOverScript}`),
    scripts: Object.values(built).map(({ secretScript }) => `${secretScript}`),
  };
}

export function fromStore(): SecretDelivery {
  return SecretDelivery.externalSecrets({
    store: SecretStore.fromName('default'),
  });
}
