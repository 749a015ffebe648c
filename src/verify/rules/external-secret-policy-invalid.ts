import type { PathStep } from '../../common/yaml/path';
import {
  CREATION_POLICIES, CREATION_POLICIES_WITHOUT_DELETE, DELETION_POLICIES, REFRESH_POLICIES,
  REMOTE_REF_CHOICES, STORE_KINDS, TEMPLATE_ENGINES, TEMPLATE_MERGE_POLICIES,
} from '../../contract/upstream/external-secrets';
import { defineRule, Violation } from '../engine/rule';
import type { ExternalSecret } from '../kube/external-secret';
import { asList, asText } from '../kube/json-access';
import type { Model } from '../model/model';

export const externalSecretPolicyInvalid = defineRule('external-secret-policy-invalid', {
  subjects: (model) => model.externalSecrets,
  notApplicable: 'No ExternalSecret in the input.',
  *check(externalSecrets, model) {
    for (const externalSecret of externalSecrets) {
      const unknown = unknownPolicies(externalSecret, model);
      yield* unknown.length > 0 ? unknown : excludingPolicies(externalSecret);
    }
  },
});

function unknownPolicies(externalSecret: ExternalSecret, model: Model): Violation[] {
  const version = externalSecret.object.apiVersion.split('/')[1] ?? '';
  const creation = model.externalSecretsApi.creationPolicies(version) ?? CREATION_POLICIES;
  return choicesOf(externalSecret, creation).flatMap(({ way, known }) => {
    const choice = asText(externalSecret.at(...way)) ?? '';
    return choice === '' || known.includes(choice) ? [] : [{
      at: externalSecret.field(...way),
      expected: `one of ${known.join(', ')}`,
      found: choice,
    }];
  });
}

/** What an ExternalSecret chooses from what the CRD lists; the empty text is the default. */
function choicesOf(
  externalSecret: ExternalSecret, creation: readonly string[],
): { way: readonly PathStep[]; known: readonly string[] }[] {
  return [
    { way: ['target', 'creationPolicy'], known: creation },
    { way: ['target', 'deletionPolicy'], known: DELETION_POLICIES },
    { way: ['target', 'template', 'mergePolicy'], known: TEMPLATE_MERGE_POLICIES },
    { way: ['target', 'template', 'engineVersion'], known: TEMPLATE_ENGINES },
    { way: ['refreshPolicy'], known: REFRESH_POLICIES },
    { way: ['secretStoreRef', 'kind'], known: STORE_KINDS },
    ...asList(externalSecret.at('data')).flatMap((_, index) => Object.entries(REMOTE_REF_CHOICES).map(
      ([key, known]) => ({ way: ['data', index, 'remoteRef', key], known }),
    )),
  ];
}

function excludingPolicies(externalSecret: ExternalSecret): Violation[] {
  const { creationPolicy, deletionPolicy } = externalSecret;
  const refused = (deletionPolicy === 'Delete' && CREATION_POLICIES_WITHOUT_DELETE.includes(creationPolicy))
    || (deletionPolicy === 'Merge' && creationPolicy === 'None');
  return refused ? [{
    at: externalSecret.field('target', 'deletionPolicy'),
    expected: `deletionPolicy Retain beside creationPolicy ${creationPolicy}`,
    found: `deletionPolicy ${deletionPolicy}`,
  }] : [];
}
