import { quoted } from '../ask/remote-text';
import type { PersonFacts } from '../probes/person';
import { liveRule, LiveRule } from './live-rule';

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

const subjectsDiffer = liveRule('live-subjects-differ', {
  otherwise:
    'No readable ID token and access token of one login were given: --id-token-env and --access-token-env.',
  of: ({ person }) => person && subjectsOf(person),
  each: ({ source, id, access }) => id !== access && {
    at: source,
    field: 'sub',
    expected: `${quoted(id)}, as in the ID token`,
    found: quoted(access),
  },
});

export const PERSON_RULES: readonly LiveRule[] = [subjectsDiffer];
