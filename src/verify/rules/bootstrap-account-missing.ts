import { defineRule, Violation } from '../engine/rule';
import {
  Authorization, decidingAuthorizations, isSubjectOf, SubjectProvider, subjectProvider,
} from '../model/authorization';
import { Application, applicationsFor, eagerApplications, isAmong } from '../model/bootstrap-applications';
import type { Model } from '../model/model';

const ACCOUNTS = 'authorizer.bootstrap.serviceAccounts';
const ADMIN = 'admin';

interface Subject {
  readonly authorization: Authorization;
  readonly applications: readonly Application[];
}

export const bootstrapAccountMissing = defineRule('bootstrap-account-missing', {
  subjects: (model): Subject[] =>
    decidingAuthorizations(model, 'Union')
      .map((authorization) => ({
        authorization,
        applications: applicationsOf(authorization, model),
      }))
      .filter(
        ({ authorization, applications }) => applications.length > 0 || authorization.accounts.length > 0,
      ),
  notApplicable: 'The input shows no authorizer in Union mode beside the clients of a plane.',
  *check(subjects, model: Model) {
    for (const { authorization, applications } of subjects) {
      const provider = subjectProvider(model, authorization.home);
      yield* missing(authorization, applications, provider);
      yield* misnamed(authorization, applications, provider);
      yield* withoutRole(authorization);
    }
  },
});

/** Each once: an eager client that has another duty besides is known by that. */
function applicationsOf(authorization: Authorization, model: Model): Application[] {
  const all = [...eagerApplications(authorization, model), ...applicationsFor(authorization, model)];
  return [...new Map(all.map((application) => [application.clientId, application])).values()];
}

function* missing(
  { authorizer, accounts }: Authorization, applications: readonly Application[], provider: SubjectProvider,
): Iterable<Violation> {
  const subjects = accounts.flatMap((account) => account.text('clientId') || []);
  for (const application of applications) {
    const isMisnamed = provider.writesOwnIds && subjects.includes(application.clientId);
    if (!isMisnamed && isAmong(subjects, application, provider) === false) {
      const { subject } = application;
      const known = provider.writesOwnIds && subject !== undefined ? `: ${subject}` : '';
      yield {
        at: authorizer.fieldFor(ACCOUNTS),
        expected: `the subject of client ${application.clientId} (${application.duty})${known}`,
        found: subjects.length === 0 ? 'no service account' : subjects.join(', '),
        values: { client: application.clientId, duty: application.duty },
        restsOn: application.named,
      };
    }
  }
}

/** Client IDs where the provider has subjects of its own. */
function* misnamed(
  { accounts }: Authorization, applications: readonly Application[], provider: SubjectProvider,
): Iterable<Violation> {
  for (const account of accounts) {
    const named = account.text('clientId') ?? '';
    if (named.trim() === '') {
      yield {
        at: account.field('clientId'),
        expected: "the subject of the application's tokens",
        found: 'none',
        headline: 'subject',
      };
    } else if (applications.some(
      ({ clientId }) => named === clientId && isSubjectOf(named, clientId, provider) === false,
    )) {
      yield {
        at: account.field('clientId'),
        expected: `the sub of its tokens, which at ${provider.known!.name} is an id of its own`,
        found: `the client ID ${named}`,
        headline: 'client ID',
        values: { id: named },
      };
    }
  }
}

function* withoutRole({ accounts }: Authorization): Iterable<Violation> {
  for (const account of accounts) {
    const role = account.text('role') ?? '';
    if (role.toLowerCase() !== ADMIN) {
      yield {
        at: account.field('role'),
        expected: 'Admin',
        found: role === '' ? 'no role' : role,
        headline: 'role',
        values: { id: account.text('clientId') ?? '' },
      };
    }
  }
}
