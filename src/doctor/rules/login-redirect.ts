import { unreplacedIn } from '../../common/values/placeholder';
import { FLYTEADMIN_PATHS } from '../../contract/union/flyteadmin';
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

/** A rule about a parameter of the redirect: its expected value. */
function redirectRule(
  id: RuleId, field: string, expectedFor: (value: string, facts: Facts) => string | false,
): LiveRule {
  return liveRule(id, {
    otherwise: NO_REDIRECT,
    of: authorizeOf,
    each({ searchParams }, facts) {
      const value = searchParams.get(field) ?? '';
      const expected = expectedFor(value, facts);
      return expected !== false
        && wrong(`${facts.origin}${login}`, field, expected, value === '' ? 'none' : quoted(value));
    },
  });
}

export const loginClient = redirectRule('live-login-client', 'client_id', (value) =>
  (value === '' || unreplacedIn(value) !== undefined) && 'the client ID of the web application');

export const loginRedirectUri = redirectRule('live-login-redirect-uri', 'redirect_uri', (value, { origin }) =>
  value !== `${origin}${callback}` && `${origin}${callback}`);

export const loginScope = redirectRule('live-login-scope', 'scope', (value) =>
  !value.split(' ').includes('openid') && 'openid among the scopes');

export const loginState = redirectRule('live-login-state', 'state', (value) => value === '' && 'a state');

export const loginInsecure = liveRule('live-login-insecure', {
  otherwise: NO_REDIRECT,
  of: authorizeOf,
  each: ({ protocol, origin: endpoint }, { origin }) => protocol !== 'https:'
    && wrong(`${origin}${login}`, 'response_type', 'an https authorize endpoint', quoted(endpoint)),
});

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
