import { defineRule, Violation } from '../engine/rule';
import { decidingAuthorizations, Entry, subjectProvider } from '../model/authorization';
import type { Model } from '../model/model';

export const bootstrapAdminSubject = defineRule('bootstrap-admin-subject', {
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
            values: { subject: admin.subject ?? '', fault: fault.split(';')[0] },
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
        headline: 'one',
        values: { provider },
      };
    }
  }
}
