import { copyFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { GoModule, goModule } from '../_support/go';
import { cached, cacheOf, fillCache, Tool } from '../_support/tool';
import { externalSecretsSources, MODULE, USUAL, VERSION } from './external-secrets-sources';

/**
 * A project's own custom resource definitions, from its Go module; `locate` returns their folder.
 *
 * @param from the module's path, or a function that returns its sources
 */
function crds(project: string, version: string, from: string | (() => GoModule), files: readonly string[]): Tool {
  const name = `${project}-crds`;
  return {
    name,
    version,
    needs: 'Go, for the sources of a module; seconds',
    locate: () => files.every((file) => cached(name, version, basename(file))) ? cacheOf(name, version) : undefined,
    install: () => fillCache(name, version, (cache) => {
      const { directory } = typeof from === 'string' ? goModule(from, `v${version}`) : from();
      files.forEach((file) => copyFileSync(join(directory, file), join(cache, basename(file))));
    }),
  };
}

const EXTERNAL_SECRETS = [
  'config/crds/bases/external-secrets.io_externalsecrets.yaml',
  'config/crds/bases/external-secrets.io_secretstores.yaml',
  'config/crds/bases/external-secrets.io_clustersecretstores.yaml',
];

export const externalSecretsCrds = crds('external-secrets', VERSION, externalSecretsSources, [
  ...EXTERNAL_SECRETS,
  // The real controller ends after two minutes without it, even with generators disabled.
  'config/crds/bases/generators.external-secrets.io_generatorstates.yaml',
]);

/** @param file of the definition, whose name has the group since 1.18 */
function certManager(version: string, file = 'cert-manager.io_certificates'): Tool {
  return crds('cert-manager', version, 'github.com/cert-manager/cert-manager', [`deploy/crds/${file}.yaml`]);
}

export const certManagerCrds = certManager('1.21.2');

export const argoCdCrds = crds('argo-cd', '3.2.0', 'github.com/argoproj/argo-cd/v3', ['manifests/crds/application-crd.yaml']);

const ARGO_CD = ['application', 'applicationset'].map((kind) => `manifests/crds/${kind}-crd.yaml`);

/** All definitions that Argo CD's controllers need. */
export const argoCdOwnCrds = crds('argo-cd-own', '3.2.0', 'github.com/argoproj/argo-cd/v3', [
  ...ARGO_CD, 'manifests/crds/appproject-crd.yaml',
]);

const GATEWAY_API = ['gateways', 'grpcroutes', 'httproutes'].map((plural) => `config/crd/standard/gateway.networking.k8s.io_${plural}.yaml`);

export const gatewayApiCrds = crds('gateway-api', '1.4.0', 'sigs.k8s.io/gateway-api', GATEWAY_API);

/** @param folder of the definitions in the chart; since 1.8 they have a separate chart */
function envoyGateway(version: string, folder = 'charts/crds/crds'): Tool {
  const kinds = ['backendtrafficpolicies', 'clienttrafficpolicies', 'envoyextensionpolicies', 'httproutefilters', 'securitypolicies'];
  return crds('envoy-gateway', version, 'github.com/envoyproxy/gateway', kinds.map((plural) =>
    `charts/gateway-helm/${folder}/generated/gateway.envoyproxy.io_${plural}.yaml`));
}

export const envoyGatewayCrds = envoyGateway('1.9.1');

const TRAEFIK = ['docs/content/reference/dynamic-configuration/kubernetes-crd-definition-v1.yml'];

export const traefikCrds = crds('traefik', '3.7.9', 'github.com/traefik/traefik/v3', TRAEFIK);

export const fluxHelmCrds = crds('flux-helm-controller', '1.6.0', 'github.com/fluxcd/helm-controller', [
  'config/crd/bases/helm.toolkit.fluxcd.io_helmreleases.yaml',
]);

export const fluxSourceCrds = crds('flux-source-controller', '1.9.0', 'github.com/fluxcd/source-controller', [
  'config/crd/bases/source.toolkit.fluxcd.io_helmrepositories.yaml',
  'config/crd/bases/source.toolkit.fluxcd.io_ocirepositories.yaml',
]);

export const fluxKustomizeCrds = crds('flux-kustomize-controller', '1.9.0', 'github.com/fluxcd/kustomize-controller', [
  'config/crd/bases/kustomize.toolkit.fluxcd.io_kustomizations.yaml',
]);

function fluxOwnSource(version: string): Tool {
  const kinds = ['buckets', 'externalartifacts', 'gitrepositories', 'helmcharts', 'helmrepositories', 'ocirepositories'];
  return crds('flux-source-controller-own', version, 'github.com/fluxcd/source-controller', kinds.map((plural) =>
    `config/crd/bases/source.toolkit.fluxcd.io_${plural}.yaml`));
}

/** All definitions that source-controller watches. */
export const fluxOwnSourceCrds = fluxOwnSource('1.9.0');

/** A project whose objects the library emits. */
export interface CustomResources {
  readonly project: string;
  /** The first supported version. */
  readonly since: string;
  /** The versions that every emitted object is checked against, the oldest first; the Go proxy has them. */
  readonly held: readonly Tool[];
  /** A version that the Go proxy lacks, and how it is covered. */
  readonly besides?: string;
}

export const CUSTOM_RESOURCES: readonly CustomResources[] = [
  {
    project: 'External Secrets',
    since: '0.16',
    held: ['0.16.2', USUAL].map((version) => crds('external-secrets', version, MODULE, EXTERNAL_SECRETS)),
    besides: '2.9.0 by the suites in `e2e`, from a checkout',
  },
  {
    project: 'Envoy Gateway',
    since: '1.6',
    // Union's chart pins 1.6.4, which the Go proxy lacks. Its definitions of these kinds are byte for byte those of 1.6.0.
    held: [envoyGateway('1.6.0', 'crds'), envoyGateway('1.7.0', 'crds'), envoyGateway('1.8.3'), envoyGatewayCrds],
    besides: '1.6.4, whose definitions are those of 1.6.0',
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
      crds('argo-cd-own', '2.14.0', 'github.com/argoproj/argo-cd/v2', ARGO_CD), argoCdOwnCrds, crds('argo-cd-own', '3.5.7', 'github.com/argoproj/argo-cd/v3', ARGO_CD),
    ],
  },
  { project: 'Flux (helm-controller)', since: '1.6', held: [fluxHelmCrds] },
  { project: 'Flux (source-controller)', since: '1.9', held: [fluxOwnSourceCrds] },
  { project: 'cert-manager', since: '1.12', held: [certManager('1.12.0', 'crd-certificates'), certManagerCrds] },
];
