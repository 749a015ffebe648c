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
import { ChartRepository, PackagedChart } from './_chart-repository';
import { GitRepository } from './_git';

export const PLANES = ['controlplane', 'dataplane'] as const;
export type PlaneName = (typeof PLANES)[number];
/** A version of the charts of each release that is deployed. */
export const VERSIONS: Readonly<Record<string, string>> = { 2026.3: '2026.3.9', 2026.8: '2026.8.3' };

/** The charts of both planes as of a release. */
export function chartsOf(release: ChartVersion, { auths }: Planes): PackagedChart[] {
  return PLANES.map((name) => ({
    name,
    version: VERSIONS[`${release}`],
    reads: auths[name].requiredSecrets as readonly RequiredSecret[],
  }));
}

/** Rendered manifests as a pipeline pushes them: a folder a plane. */
export function rendered({ manifests, auths }: Planes): Record<string, string> {
  return Object.fromEntries(
    PLANES.map((name) => {
      const own = manifests.filter(({ metadata }) => metadata.namespace === auths[name].namespace);
      return [`rendered/${name}/all.json`, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: own })];
    }),
  );
}

/** Where Applications come from. */
export interface Sources {
  readonly git: GitRepository;
  readonly charts: ChartRepository;
}

/** An Application for each plane, as we emit it. */
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

/** An Application for each plane as somebody had it before: the chart with its defaults. */
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

/** A HelmRelease for each plane, and its source, as we emit them: in Flux's own namespace. */
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

/** The same as somebody had it before: the chart with its defaults. */
export function helmReleasesBefore(of: readonly Manifest[]): Manifest[] {
  return of.map((object) => {
    const { values: _, ...spec } = object.spec;
    return object.kind === 'HelmRelease' ? { ...object, spec } : object;
  }) as Manifest[];
}
