import { filledIn, noCredentials } from '../../common/props/checks';
import { text as textProp } from '../../common/props/prop-types';
import { choice, Field, flag, optional, struct, text } from './field';

const address = textProp(filledIn, noCredentials);
const filled = textProp(filledIn);

const repository: Field = text('The chart repository (https://) or registry (oci://), without the chart\'s '
  + 'name', {
  example: 'https://charts.example.com/union', propType: address,
});

/** Who installs the charts. */
export const GITOPS = optional(choice('Who installs the charts', {
  helm: struct('You, with helm upgrade', {}),
  argocd: struct('Argo CD, by an Application for each plane', {
    repository,
    manifests: optional(struct('The Git directory with one folder of manifests for each namespace, synced '
      + 'with the chart', {
      repository: text('URL of the Git repository', {
        example: 'https://git.example.com/acme/platform.git',
        propType: address,
      }),
      path: text('Directory in it', { example: 'rendered', propType: filled }),
      revision: optional(text('Branch, tag or commit', {
        default: 'HEAD',
        example: 'main',
        propType: filled,
      })),
    }, { default: 'they come another way' })),
    project: optional(text('The Argo CD project', {
      default: 'default',
      example: 'platform',
      propType: filled,
    })),
    automated: optional(flag('Whether Argo CD syncs by itself', { default: 'false' })),
  }),
  flux: struct('Flux, by a HelmRelease for each plane', { repository }),
}, { default: 'helm' }));
