import { FLYTEADMIN_PATHS } from '../../contract/union/flyteadmin';
import { unreplacedIn } from '../../verify/kube/placeholder';
import { answered, Failure } from '../ask/failure';
import { quoted } from '../ask/remote-text';
import type { Facts } from '../probes/facts';
import { answerText } from '../probes/reading';
import type { RuleId } from '../texts/rule-texts';
import { liveRule, LiveRule, wrong } from './live-rule';

/** The redirect of `/login` to the provider. */

const { login, callback } = FLYTEADMIN_PATHS;
export const NO_REDIRECT = 'There is no redirect to a provider.';

export const authorizeOf = ({ signIn }: Facts) => signIn?.authorize;

/** Rules about the parameters of the redirect to the provider. */
function redirectRule(
  id: RuleId,
  field: string,
  fault: (
    value: string, authorize: URL, facts: Facts,
  ) => { readonly expected: string; readonly found: string } | undefined,
): LiveRule {
  return liveRule(id, {
    otherwise: NO_REDIRECT,
    of: authorizeOf,
    each(authorize, facts) {
      const told = fault(authorize.searchParams.get(field) ?? '', authorize, facts);
      return told && wrong(`${facts.origin}${login}`, field, told.expected, told.found);
    },
  });
}

export const loginClient = redirectRule(
  'live-login-client',
  'client_id',
  (value) =>
    value === '' || unreplacedIn(value) !== undefined
      ? { expected: 'the client ID of the web application', found: value === '' ? 'none' : quoted(value) }
      : undefined,
);

export const loginRedirectUri = redirectRule(
  'live-login-redirect-uri',
  'redirect_uri',
  (value, _, { origin }) =>
    value === `${origin}${callback}`
      ? undefined
      : { expected: `${origin}${callback}`, found: value === '' ? 'none' : quoted(value) },
);

export const loginScope = redirectRule(
  'live-login-scope',
  'scope',
  (value) =>
    value.split(' ').includes('openid')
      ? undefined
      : { expected: 'openid among the scopes', found: value === '' ? 'none' : quoted(value) },
);

export const loginState = redirectRule(
  'live-login-state',
  'state',
  (value) => (value === '' ? { expected: 'a state', found: 'none' } : undefined),
);

export const loginInsecure = redirectRule(
  'live-login-insecure',
  'response_type',
  (_, authorize) =>
    authorize.protocol === 'https:'
      ? undefined
      : { expected: 'an https authorize endpoint', found: quoted(authorize.origin) },
);

export const loginTargetUnreachable = liveRule('live-login-target-unreachable', {
  explainedBy: [loginInsecure],
  otherwise: NO_REDIRECT,
  of: ({ signIn }) => signIn?.atProvider,
  *each({ endpoint, answer }) {
    if (answer instanceof Failure && answer.kind !== 'forbidden') {
      yield wrong(endpoint, 'answer', 'a login form', answer.text);
    } else if (answered(answer) && answer.status >= 500) {
      yield wrong(endpoint, 'status', 'a login form', answerText(answer));
    }
  },
});
