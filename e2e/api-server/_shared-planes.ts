import { App, Chart } from 'cdk8s';
import { ArgoApplication, ChartVersion, ControlPlaneAuth, DataPlaneAuth, SecretDelivery, SecretStore } from 'cdk8s-union-auth';
import { dataPlaneProps, unionAuth } from '../../test/_tools/fixtures';
import { Manifest } from '../../test/_tools/schemas';
import { World } from './_world';

/** The Secrets that services and charts write, too. */
export const SHARED = ['union-cp/flyte-admin-secrets', 'union-cp/union-controlplane-secrets', 'union/union-secret-auth'];
export const VALUES = { UNION_SERVICE_CLIENT_SECRET: 'service', UNION_WEB_CLIENT_SECRET: 'web' };

/** The output of both planes: manifests, chart values and scripts. */
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
  /** Whether objects have sync waves of Argo CD. */
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

/** Keys that services write into the shared Secrets. */
export const OTHERS: Readonly<Record<string, Record<string, string>>> = {
  'union-cp/flyte-admin-secrets': { cookie_hash_key: 'hash' },
  'union-cp/union-controlplane-secrets': { 'pass.txt': 'database' },
  'union/union-secret-auth': { tunnel_token: 'tunnel' },
};

/** The missing keys, of External Secrets and of services. */
export function missingKeys(world: World, { manifests }: Planes): Promise<string[]> {
  const services = Object.entries(OTHERS).flatMap(([secret, keys]) =>
    Object.entries(keys).map(([key, value]) => ({ secret, key, value, externalSecret: '' })));
  return world.lost([...world.promises(manifests), ...services]);
}

/** Runs scripts one after the other, and returns their output. */
export async function runScripts({ clients }: World, scripts: readonly string[]): Promise<string> {
  let output = '';
  for (const script of scripts) {
    output += await clients.script(script, VALUES);
  }
  return output;
}

export function fromStore(): SecretDelivery {
  return SecretDelivery.externalSecrets({
    store: SecretStore.fromName('default'),
  });
}
