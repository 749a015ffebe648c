import type { Flyteadmin } from '../credentials/flyteadmin';
import { defineRule } from '../engine/rule';
import type { Model } from '../model/model';
import { flyteadminLogs, flyteadminSettings } from '../running/cluster-looks';

/** Without a default that any provider would know. */
const SETTINGS = ['auth.userAuth.openId.baseUrl', 'auth.userAuth.openId.clientId'];

/** The flyteadmins that authenticate, and whose config is wholly in the input. */
function subjectsOf(model: Model): Flyteadmin[] {
  return model.flyteadmins.filter(({ authEnabled, config }) => authEnabled && config.complete);
}

export const relyingPartyIncomplete = defineRule({
  id: 'relying-party-incomplete',
  severity: 'error',
  area: 'browser login',
  title: 'The issuer and the client ID with which people sign in are in the config of flyteadmin.',
  symptom: 'At its start flyteadmin stops with "Error creating oidc provider w/ issuer []", or the provider '
    + 'answers "unknown client" at sign-in.',
  explanation: 'With useAuth: true flyteadmin reads the provider\'s discovery document when it starts, from '
    + 'auth.userAuth.openId.baseUrl. No file of its config has it, or the client ID of the web application. '
    + 'Source: flyteadmin/auth/auth_context.go.',
  remediation:
    'Set baseUrl and clientId below auth.userAuth.openId (chart: '
      + 'flyte.configmap.adminServer.auth.userAuth.openId).',
  see: [
    flyteadminLogs(
      'oidc provider|issuer', '"Error creating oidc provider w/ issuer []": the issuer is missing.',
    ),
    flyteadminSettings('openId|baseUrl|clientId', 'Both must stand below userAuth.openId.'),
  ],
  subjects: subjectsOf,
  notApplicable: 'No flyteadmin with useAuth: true in the input shows its whole config.',
  *check(subjects) {
    for (const { config } of subjects) {
      const missing = SETTINGS.filter((setting) => config.get(setting) === undefined);
      if (missing.length > 0) {
        yield { at: config.fieldFor('auth.userAuth.openId'), expected: missing.join(' and '), found: 'none' };
      }
    }
  },
});
