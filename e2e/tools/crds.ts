import { copyFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { goModule } from '../_support/go';
import { cached, cacheOf, fillCache, Tool } from '../_support/tool';

/** Custom resource definitions as the project ships them, out of its Go module; `locate` returns their folder. */
function crds(project: string, version: string, module: string, files: readonly string[]): Tool {
  const name = `${project}-crds`;
  return {
    name,
    version,
    needs: 'Go, for the sources of a module; seconds',
    locate: () => files.every((file) => cached(name, version, basename(file))) ? cacheOf(name, version) : undefined,
    install: () => fillCache(name, version, (cache) => {
      const { directory } = goModule(module, `v${version}`);
      files.forEach((file) => copyFileSync(join(directory, file), join(cache, basename(file))));
    }),
  };
}

const EXTERNAL_SECRETS = [
  'config/crds/bases/external-secrets.io_externalsecrets.yaml',
  'config/crds/bases/external-secrets.io_secretstores.yaml',
  'config/crds/bases/external-secrets.io_clustersecretstores.yaml',
];

export const externalSecretsCrds = crds('external-secrets', '1.3.2', 'github.com/external-secrets/external-secrets', [
  ...EXTERNAL_SECRETS,
  // Without it the real controller ends after two minutes, whether generators are on or off.
  'config/crds/bases/generators.external-secrets.io_generatorstates.yaml',
]);

export const certManagerCrds = crds('cert-manager', '1.21.2', 'github.com/cert-manager/cert-manager', [
  'deploy/crds/cert-manager.io_certificates.yaml',
]);

export const argoCdCrds = crds('argo-cd', '3.2.0', 'github.com/argoproj/argo-cd/v3', ['manifests/crds/application-crd.yaml']);

/** With what its controller wants besides. */
export const argoCdOwnCrds = crds('argo-cd-own', '3.2.0', 'github.com/argoproj/argo-cd/v3', [
  'manifests/crds/application-crd.yaml', 'manifests/crds/applicationset-crd.yaml', 'manifests/crds/appproject-crd.yaml',
]);

const GATEWAY_API = ['gateways', 'grpcroutes', 'httproutes'].map((plural) => `config/crd/standard/gateway.networking.k8s.io_${plural}.yaml`);

export const gatewayApiCrds = crds('gateway-api', '1.4.0', 'sigs.k8s.io/gateway-api', GATEWAY_API);

const ENVOY_GATEWAY = ['backendtrafficpolicies', 'clienttrafficpolicies', 'envoyextensionpolicies', 'httproutefilters', 'securitypolicies']
  .map((plural) => `charts/gateway-helm/charts/crds/crds/generated/gateway.envoyproxy.io_${plural}.yaml`);

export const envoyGatewayCrds = crds('envoy-gateway', '1.9.1', 'github.com/envoyproxy/gateway', ENVOY_GATEWAY);

const TRAEFIK = ['docs/content/reference/dynamic-configuration/kubernetes-crd-definition-v1.yml'];

export const traefikCrds = crds('traefik', '3.7.9', 'github.com/traefik/traefik/v3', TRAEFIK);

export const fluxHelmCrds = crds('flux-helm-controller', '1.6.0', 'github.com/fluxcd/helm-controller', [
  'config/crd/bases/helm.toolkit.fluxcd.io_helmreleases.yaml',
]);

export const fluxSourceCrds = crds('flux-source-controller', '1.9.0', 'github.com/fluxcd/source-controller', [
  'config/crd/bases/source.toolkit.fluxcd.io_helmrepositories.yaml',
  'config/crd/bases/source.toolkit.fluxcd.io_ocirepositories.yaml',
]);

/** All that its controller watches. */
export const fluxOwnSourceCrds = crds('flux-source-controller-own', '1.9.0', 'github.com/fluxcd/source-controller', [
  'buckets', 'externalartifacts', 'gitrepositories', 'helmcharts', 'helmrepositories', 'ocirepositories',
].map((plural) => `config/crd/bases/source.toolkit.fluxcd.io_${plural}.yaml`));

/** A project whose objects we emit. */
export interface CustomResources {
  readonly project: string;
  /** From which version on its objects are ours. */
  readonly since: string;
  /** Those that every emitted object is held against, the oldest first: what the Go proxy has of them. */
  readonly held: readonly Tool[];
  /** Versions of which it has none, and what stands in for them. */
  readonly besides?: string;
}

export const CUSTOM_RESOURCES: readonly CustomResources[] = [
  {
    project: 'External Secrets',
    since: '0.16',
    held: [crds('external-secrets', '0.16.2', 'github.com/external-secrets/external-secrets', EXTERNAL_SECRETS), externalSecretsCrds],
    besides: '2.9.0 by the schemas of npm',
  },
  {
    project: 'Envoy Gateway',
    since: '1.6',
    held: [crds('envoy-gateway', '1.8.3', 'github.com/envoyproxy/gateway', ENVOY_GATEWAY), envoyGatewayCrds],
    besides: '1.6 and 1.7 by the fields that they lack',
  },
  { project: 'Traefik', since: '3.0', held: [crds('traefik', '3.0.0', 'github.com/traefik/traefik/v3', TRAEFIK), traefikCrds] },
  {
    project: 'Gateway API',
    since: '1.3',
    held: [
      crds('gateway-api', '1.3.0', 'sigs.k8s.io/gateway-api', GATEWAY_API), gatewayApiCrds, crds('gateway-api', '1.5.0', 'sigs.k8s.io/gateway-api', GATEWAY_API),
    ],
  },
  {
    project: 'Argo CD',
    since: '2.14',
    held: [
      crds('argo-cd-own', '2.14.0', 'github.com/argoproj/argo-cd/v2', ['manifests/crds/application-crd.yaml', 'manifests/crds/applicationset-crd.yaml']), argoCdOwnCrds,
    ],
  },
  { project: 'Flux (helm-controller)', since: '1.6', held: [fluxHelmCrds] },
  { project: 'Flux (source-controller)', since: '1.9', held: [fluxOwnSourceCrds] },
];
