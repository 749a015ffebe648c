import { filledIn, noCredentials } from '../../common/props/checks';
import { text as textKind } from '../../common/props/kinds';
import { choice, Field, flag, optional, struct, text } from './field';

const address = textKind(filledIn, noCredentials);
const filled = textKind(filledIn);

const repository: Field = text('The chart repository (https://) or registry (oci://), without the chart\'s name', {
  example: 'https://charts.example.com/union', kind: address,
});

/** Who installs the charts. */
export const GITOPS = optional(choice('Who installs the charts', {
  helm: struct('You, with helm upgrade', {}),
  argocd: struct('Argo CD, by an Application for each plane', {
    repository,
    manifests: optional(struct('The Git directory with one folder of manifests for each namespace, synced with the chart', {
      repository: text('URL of the Git repository', { example: 'https://git.example.com/acme/platform.git', kind: address }),
      path: text('Directory in it', { example: 'rendered', kind: filled }),
      revision: optional(text('Branch, tag or commit', { default: 'HEAD', example: 'main', kind: filled })),
    }, { default: 'they come another way' })),
    project: optional(text('The Argo CD project', { default: 'default', example: 'platform', kind: filled })),
    automated: optional(flag('Whether Argo CD syncs by itself', { default: 'false' })),
  }),
  flux: struct('Flux, by a HelmRelease for each plane', { repository }),
}, { default: 'helm' }));
