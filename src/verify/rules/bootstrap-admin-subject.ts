import { defineRule, Violation } from '../engine/rule';
import { decidingAuthorizations, Entry, subjectProvider } from '../model/authorization';
import type { Model } from '../model/model';
import { authorizerSettings } from '../running/cluster-looks';

export const bootstrapAdminSubject = defineRule({
  id: 'bootstrap-admin-subject',
  severity: 'warning',
  area: 'authorization',
  title:
    'An administrator is listed by the subject that their tokens carry, in the browser and in SDK and CLI.',
  symptom:
    'An administrator sees nothing in the console and may do everything by the CLI, or the other way round; '
      + 'or neither.',
  explanation: 'Roles go by sub. A browser\'s session takes it from the ID token, SDK and CLI from the '
    + 'access token, and providers may write two different ones: Okta the user ID and the login, unless the '
    + 'default claim sub says otherwise; Entra ID one for each application that tokens are for. An e-mail '
    + 'address or an object ID is neither.',
  remediation: 'Make the provider write one subject (Okta: the default claim sub of the access token; Entra '
    + 'ID: the web application is the API), and list that one, as /me answers it. Where it cannot, list each '
    + 'administrator twice, by both.',
  see: [
    authorizerSettings(
      'adminUsers',
      6,
      'Compare each subject with what /me answers in the browser, and with the "sub" of a token of the CLI.',
    ),
  ],
  subjects: (model) => decidingAuthorizations(model, 'Union')
    .map(({ admins, home }) => ({ admins: admins.filter(({ subject }) => subject), home }))
    .filter(({ admins }) => admins.length > 0),
  notApplicable: 'The input shows no administrator of an authorizer in Union mode.',
  *check(subjects, model) {
    for (const { admins, home } of subjects) {
      const { known } = subjectProvider(model, home);
      for (const admin of admins) {
        const fault = known?.subjectOfPerson?.(admin.subject!);
        if (fault !== undefined) {
          yield {
            at: admin.field('subject'),
            expected: `the "sub" of their tokens at ${known!.name}`,
            found: `${admin.subject}, which ${fault.split(';')[0]}`,
          };
        }
      }
      if (known?.pairwiseSubjects && !webIsApi(model)) {
        yield* withoutPair(admins, known.name);
      }
    }
  },
});

/**
 * Whether tokens for the web application are accepted: it is the API then, and ID and access tokens have one
 * subject.
 */
function webIsApi({ flyteadmins }: Model): boolean {
  return flyteadmins.length === 0 || flyteadmins.some(({ webClientId, audiences }) =>
    webClientId?.text === undefined || audiences.includes(webClientId.text));
}

/** Who is listed twice goes by one name, or by one and more. */
function* withoutPair(admins: readonly Entry[], provider: string): Iterable<Violation> {
  for (const admin of admins) {
    const name = admin.name ?? '';
    const hasPair = admins.some(
      (other) => other !== admin && (other.name?.startsWith(name) || name.startsWith(other.name ?? ' ')),
    );
    if (!hasPair) {
      yield {
        at: admin.field('subject'),
        expected: `a second entry: ${provider} writes another subject for the API than for the web `
          + 'application',
        found: 'one subject',
      };
    }
  }
}
