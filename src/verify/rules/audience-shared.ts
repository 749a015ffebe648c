import { sharedAudience } from '../../contract/providers/known-providers';
import { defineRule } from '../engine/rule';
import { trustsProvider } from '../model/counterparts';
import { flyteadminSettings } from '../running/cluster-looks';

export const audienceShared = defineRule({
  id: 'audience-shared',
  severity: 'warning',
  area: 'SDK and CLI',
  title: 'No audience that flyteadmin accepts is in the tokens of other applications.',
  symptom: 'Nothing fails. Whoever runs another application of the same organization calls the control plane '
    + 'with the tokens of its users.',
  explanation: 'The audience is what tells a token for this deployment from a token for anything else: '
    + 'flyteadmin asks for no client ID, and without client_id and scp in a token it grants everything. '
    + 'Audiences that a provider writes into tokens of all its applications tell nothing. They get into the '
    + 'list because they make the first 401 go away.',
  remediation: 'Have the provider write an audience of the deployment\'s own, https://<your domain>, and '
    + 'list that one alone: by an API that is registered under it, or a mapper that only the deployment\'s '
    + 'clients have. docs/providers.md says how for each provider.',
  see: [
    flyteadminSettings(
      'allowedAudience',
      'Each audience listed must be one that the provider writes for this deployment alone.',
    ),
  ],
  subjects: (model) =>
    model.flyteadmins.filter((flyteadmin) => trustsProvider(flyteadmin) && flyteadmin.audiences.length > 0),
  notApplicable: 'No flyteadmin in the input lists audiences of a provider\'s tokens.',
  *check(subjects) {
    for (const { config, audiences } of subjects) {
      for (const audience of audiences) {
        const why = sharedAudience(audience);
        if (why !== undefined) {
          yield {
            at: config.fieldFor('auth.appAuth.externalAuthServer.allowedAudience'),
            expected: 'an audience that only tokens for this deployment have',
            found: `${audience}: ${why}`,
          };
        }
      }
    }
  },
});
