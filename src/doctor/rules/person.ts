import { quoted } from '../ask/remote-text';
import type { PersonFacts } from '../probes/person';
import { defineLiveRule, LiveRule } from './live-rule';

/** A person, by the two tokens of one login. */

interface Subjects {
  readonly source: string;
  readonly id: string;
  readonly access: string;
}

function subjectsOf({ source, idClaims, accessClaims }: PersonFacts): Subjects | undefined {
  const [id, access] = [idClaims?.sub, accessClaims?.sub];
  // Tokens of two providers say nothing about one login.
  const ofOne = idClaims?.iss === accessClaims?.iss;
  return typeof id === 'string' && typeof access === 'string' && ofOne ? { source, id, access } : undefined;
}

const subjectsDiffer = defineLiveRule({
  id: 'live-subjects-differ',
  severity: 'warning',
  area: 'services',
  title: 'A person has one subject, in the browser as in SDK and CLI.',
  symptom:
    'A person has a role in the console and none by the CLI, or the other way round, and their runs have two '
      + 'owners.',
  explanation: 'A browser\'s session goes by the "sub" of the ID token, SDK and CLI by that of the access '
    + 'token. The provider writes two. Union\'s roles are given to a subject, and each of the two is '
    + 'somebody else.',
  remediation: 'Have the provider write one: at Okta by the default claim "sub" of the access token, at '
    + 'Entra ID by one registration that is web application and API. Where it cannot, name both for each '
    + 'administrator (accessTokenSubject).',
  see: [{
    run: 'cut -d. -f2 | base64 -d 2>/dev/null | grep -o \'"sub":"[^"]*"\'',
    shows: 'Paste each of the two tokens of one login: the subjects must be the same.',
  }],
  notApplicable:
    'No readable ID token and access token of one login were given: --id-token-env and --access-token-env.',
  subject: ({ person }) => person && subjectsOf(person),
  *check({ source, id, access }) {
    if (id !== access) {
      yield {
        at: source,
        field: 'sub',
        expected: `${quoted(id)}, as in the ID token`,
        found: quoted(access),
      };
    }
  },
});

export const PERSON_RULES: readonly LiveRule[] = [subjectsDiffer];
