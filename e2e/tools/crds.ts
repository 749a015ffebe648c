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

export const externalSecretsCrds = crds('external-secrets', '1.3.2', 'github.com/external-secrets/external-secrets', [
  'config/crds/bases/external-secrets.io_externalsecrets.yaml',
  'config/crds/bases/external-secrets.io_secretstores.yaml',
  'config/crds/bases/external-secrets.io_clustersecretstores.yaml',
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

export const gatewayApiCrds = crds('gateway-api', '1.4.0', 'sigs.k8s.io/gateway-api', [
  'config/crd/standard/gateway.networking.k8s.io_gateways.yaml',
  'config/crd/standard/gateway.networking.k8s.io_grpcroutes.yaml',
  'config/crd/standard/gateway.networking.k8s.io_httproutes.yaml',
]);

export const envoyGatewayCrds = crds('envoy-gateway', '1.9.1', 'github.com/envoyproxy/gateway', [
  'charts/gateway-helm/charts/crds/crds/generated/gateway.envoyproxy.io_backendtrafficpolicies.yaml',
  'charts/gateway-helm/charts/crds/crds/generated/gateway.envoyproxy.io_clienttrafficpolicies.yaml',
  'charts/gateway-helm/charts/crds/crds/generated/gateway.envoyproxy.io_httproutefilters.yaml',
  'charts/gateway-helm/charts/crds/crds/generated/gateway.envoyproxy.io_securitypolicies.yaml',
]);

export const traefikCrds = crds('traefik', '3.7.9', 'github.com/traefik/traefik/v3', [
  'docs/content/reference/dynamic-configuration/kubernetes-crd-definition-v1.yml',
]);

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
