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
]);

export const certManagerCrds = crds('cert-manager', '1.21.2', 'github.com/cert-manager/cert-manager', [
  'deploy/crds/cert-manager.io_certificates.yaml',
]);

export const argoCdCrds = crds('argo-cd', '3.2.0', 'github.com/argoproj/argo-cd/v3', ['manifests/crds/application-crd.yaml']);
