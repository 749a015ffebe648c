import { goProgram } from '../_support/go-program';

/** Installs HelmReleases with Helm 4. The Go proxy lacks the `chartutil` that it requires. */
export const helmController = goProgram({
  name: 'helm-controller',
  module: 'github.com/fluxcd/helm-controller',
  version: '1.6.0',
  minutes: 6,
  versions: { 'github.com/fluxcd/pkg/chartutil': 'v1.27.2' },
});

/** Fetches the charts that HelmReleases name. */
export const sourceController = goProgram({
  name: 'source-controller',
  module: 'github.com/fluxcd/source-controller',
  version: '1.9.0',
  minutes: 10,
});

/** Applies Kustomizations. Newer releases require Go 1.27. */
export const kustomizeController = goProgram({
  name: 'kustomize-controller',
  module: 'github.com/fluxcd/kustomize-controller',
  version: '1.9.4',
  minutes: 6,
});
