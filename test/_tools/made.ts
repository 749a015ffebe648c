import { App, Chart } from 'cdk8s';
import { parse } from 'yaml';
import { ControlPlane, ControlPlaneAuth, ControlPlaneAuthProps, ControlPlaneProps, DataPlane, DataPlaneAuth, DataPlaneAuthProps, DataPlaneProps } from '../../src';
import { Manifest, objectsOf } from '../examples/_dist';
import { dataPlaneProps, externalSecrets, SaidOf, unionAuth } from './fixtures';
import { PLAIN, PLAIN_DATA_PLANE } from './plain-plane';

/** What was made in the one chart of an app, and all objects of the app. */
export interface Made<T> {
  readonly made: T;
  readonly manifests: Manifest[];
}

export function inChart<T>(build: (chart: Chart) => T, namespace?: string): Made<T> {
  const app = new App();
  const made = build(new Chart(app, 'chart', { namespace, disableResourceNameHashes: true }));
  return { made, manifests: objectsOf(app) };
}

/** A plane beside its chart: with the values that it has for it. */
function besideChart<T extends ControlPlaneAuth | DataPlaneAuth>(build: (chart: Chart) => T) {
  const { made, manifests } = inChart(build);
  return { plane: made, manifests, values: made.helmValues.toObject() as any };
}

const common = () => ({ identity: unionAuth(), secrets: externalSecrets() });

export const controlPlaneAuth = (props: Partial<ControlPlaneAuthProps> = {}) =>
  besideChart((chart) => new ControlPlaneAuth(chart, 'auth', { ...common(), ...props }));

export const dataPlaneAuth = (props: SaidOf<DataPlaneAuthProps> = {}) =>
  besideChart((chart) => new DataPlaneAuth(chart, 'auth', dataPlaneProps({ ...common(), ...props })));

export const controlPlane = (props: Partial<ControlPlaneProps> = {}) => inChart((chart) => new ControlPlane(chart, 'plane', { ...common(), ...PLAIN, ...props }));

export const dataPlane = (props: SaidOf<DataPlaneProps> = {}) =>
  inChart((chart) => new DataPlane(chart, 'plane', dataPlaneProps({ ...common(), ...PLAIN_DATA_PLANE, ...props })));

export const ofKind = (manifests: readonly Manifest[], kind: string) => manifests.filter((manifest) => manifest.kind === kind);

export function named(manifests: readonly Manifest[], kind: string, name: string): Manifest | undefined {
  return manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name);
}

/** An object that must be there. */
export function find(manifests: readonly Manifest[], kind: string, name: string): Manifest {
  const found = named(manifests, kind, name);
  if (!found) {
    throw new Error(`no ${kind} ${name}; there is ${manifests.map((manifest) => `${manifest.kind} ${manifest.metadata.name}`).join(', ')}`);
  }
  return found;
}

/** A config file of a ConfigMap. */
export const configOf = (manifests: readonly Manifest[], configMap: string, file = 'config.yaml'): any => parse(find(manifests, 'ConfigMap', configMap).data[file]);

/** The value at a path with dots; undefined where there is none. */
export const at = (values: unknown, path: string): any => path.split('.').reduce((value: any, key) => value?.[key], values);

/** The warnings that cdk8s keeps with a construct. */
export const warningsOf = ({ node }: { node: { metadata: { type: string; data: unknown }[] } }): string[] =>
  node.metadata.filter(({ type }) => type === 'warning').map(({ data }) => String(data));
