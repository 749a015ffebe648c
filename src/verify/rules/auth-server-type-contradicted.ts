import { AUTH_SERVER_TYPES } from '../../contract/union/flyteadmin';
import { defineRule } from '../engine/rule';
import type { Model } from '../model/model';
import { flyteadminLogs, flyteadminSettings } from '../running/cluster-looks';
import type { Flyteadmin } from '../wiring/flyteadmin';

const SETTING = 'auth.appAuth.authServerType';
const EXTERNAL_SERVER = 'auth.appAuth.externalAuthServer';
const [SELF, EXTERNAL] = AUTH_SERVER_TYPES;

/** flyteadmins that are told of an authorization server besides their own, and of which the input shows the type. */
function subjectsOf(model: Model): Flyteadmin[] {
  return model.flyteadmins.filter(({ authEnabled, config }) => authEnabled
    && (Boolean(config.text(`${EXTERNAL_SERVER}.baseUrl`)) || (config.get(`${EXTERNAL_SERVER}.allowedAudience`)?.texts ?? []).some(Boolean))
    && (config.get(SETTING) !== undefined || config.complete));
}

export const authServerTypeContradicted = defineRule({
  id: 'auth-server-type-contradicted',
  severity: 'error',
  area: 'config',
  title: 'An external authorization server is the one that flyteadmin uses.',
  symptom: 'Browsers sign in; SDK, CLI, services and data planes get 401 with tokens of the provider, and clients are sent to flyteadmin\'s own authorization server.',
  explanation: 'With authServerType: Self, which is also the default, flyteadmin issues tokens by itself and passes over externalAuthServer. It accepts only what it has signed. '
    + 'An empty authServerType is left to enum-invalid.',
  remediation: 'Set auth.appAuth.authServerType: External (chart: flyte.configmap.adminServer.auth.appAuth.authServerType), or take externalAuthServer out.',
  see: [
    flyteadminSettings('authServerType|externalAuthServer', 'Beside externalAuthServer it must say External.'),
    flyteadminLogs('token parse error|signature', 'Tokens of the provider are refused.'),
  ],
  subjects: subjectsOf,
  notApplicable: 'No flyteadmin in the input has useAuth: true and settings of an external authorization server.',
  *check(subjects) {
    for (const { config } of subjects) {
      const type = config.get(SETTING);
      if (type === undefined || type.text === SELF || type.text === '0') {
        yield { at: config.fieldFor(SETTING), expected: `${EXTERNAL}, as externalAuthServer names another server`, found: type?.text ?? `nothing, which means ${SELF}` };
      }
    }
  },
});
