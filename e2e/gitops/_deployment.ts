import { App, Chart, Testing } from 'cdk8s';
import {
  ArgoApplication,
  ArgoApplicationProps,
  ChartVersion,
  FluxHelmRelease,
  FluxHelmReleaseProps,
  RequiredSecret,
} from 'cdk8s-union-auth';
import { Manifest } from '../../test/_tools/schemas';
import { Planes } from '../api-server/_shared-planes';
import { World } from '../api-server/_world';
import { ChartRepository, PackagedChart } from './_chart-repository';
import { GitRepository } from './_git';

/** The Secret that people make before they install anything. */
export async function databasePassword({ clients }: World): Promise<void> {
  await clients.kubectl('create', 'secret', 'generic', 'union-controlplane-secrets', '--namespace', 'union-cp', '--from-literal=pass.txt=database');
}

export const PLANES = ['controlplane', 'dataplane'] as const;
export type PlaneName = (typeof PLANES)[number];
/** The version of the charts for each release. */
export const VERSIONS: Readonly<Record<string, string>> = { 2026.3: '2026.3.9', 2026.8: '2026.8.3' };

export function chartsOf(release: ChartVersion, { auths }: Planes): PackagedChart[] {
  return PLANES.map((name) => ({
    name,
    version: VERSIONS[`${release}`],
    reads: auths[name].requiredSecrets as readonly RequiredSecret[],
  }));
}

/** Rendered manifests as a pipeline pushes them: one folder for each plane. */
export function rendered({ manifests, auths }: Planes): Record<string, string> {
  return Object.fromEntries(
    PLANES.map((name) => {
      const own = manifests.filter(({ metadata }) => metadata.namespace === auths[name].namespace);
      return [`rendered/${name}/all.json`, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: own })];
    }),
  );
}

export interface Sources {
  readonly git: GitRepository;
  readonly charts: ChartRepository;
}

/** The emitted Application of each plane. */
export function applications(
  { auths }: Planes,
  release: ChartVersion,
  { git, charts }: Sources,
  props: Partial<ArgoApplicationProps> = {},
): Manifest[] {
  return PLANES.flatMap((name) => {
    const chart = new Chart(new App(), name);
    new ArgoApplication(chart, 'application', {
      metadata: { name },
      chart: { repository: charts.url, version: VERSIONS[`${release}`] },
      plane: auths[name],
      manifests: { repository: git.url, path: `rendered/${name}` },
      automated: true,
      ...props,
    });
    return Testing.synth(chart) as Manifest[];
  });
}

/** An Application of each plane without the library: the chart with its defaults. */
export function applicationsBefore(of: readonly Manifest[], spec: object = {}): Manifest[] {
  return of.map(({ spec: { sources, syncPolicy, ...rest }, ...application }) => {
    const [{ helm, ...source }] = sources;
    return {
      ...application,
      spec: {
        ...rest,
        source: { ...source, helm: { releaseName: helm.releaseName } },
        syncPolicy: { automated: syncPolicy.automated },
        ...spec,
      },
    };
  }) as Manifest[];
}

/** The emitted HelmRelease of each plane and its source, in Flux's own namespace. */
export function helmReleases(
  { auths }: Planes,
  release: ChartVersion,
  charts: ChartRepository,
  certificate: string,
  props: Partial<FluxHelmReleaseProps> = {},
): Manifest[] {
  return PLANES.flatMap((name) => {
    const chart = new Chart(new App(), name);
    new FluxHelmRelease(chart, 'release', {
      metadata: { name, namespace: 'flux-system' },
      chart: { repository: charts.url, version: VERSIONS[`${release}`] },
      plane: auths[name],
      certSecretRef: certificate,
      ...props,
    });
    return Testing.synth(chart) as Manifest[];
  });
}

/** The same without the library: the chart with its defaults. */
export function helmReleasesBefore(of: readonly Manifest[]): Manifest[] {
  return of.map((object) => {
    const { values: _, ...spec } = object.spec;
    return object.kind === 'HelmRelease' ? { ...object, spec } : object;
  }) as Manifest[];
}
