import { rows } from '../_facts';

const NONE = 'No readable ID token and access token of one login were given: --id-token-env and --access-token-env.';

rows('live-subjects-differ', [
  [{ person: { accessClaims: { sub: 'ada@example.com' } } }, 'ID and ACCESS sub: ada@example.com, not ada, as in the ID token'],
  [{ person: { accessClaims: { iss: 'https://other.example.com', sub: 'x' } } }, NONE],
  [{ person: { idClaims: { sub: 7 } } }, NONE],
  [{ person: { accessClaims: { sub: undefined } } }, NONE],
  [{ person: { idClaims: undefined } }, NONE],
  [{ person: { accessClaims: undefined } }, NONE],
  [{ person: undefined }, NONE],
]);
