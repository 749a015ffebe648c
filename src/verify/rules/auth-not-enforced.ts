import type { Setting } from '../credentials/config-section';
import type { Flyteadmin } from '../credentials/flyteadmin';
import { defineRule } from '../engine/rule';
import type { Model } from '../model/model';
import { flyteadminSettings } from '../running/cluster-looks';
import { me } from '../running/edge-looks';

const SWITCHES = ['auth.disableForHttp', 'auth.disableForGrpc'];

function subjectsOf(model: Model): Flyteadmin[] {
  return model.flyteadmins.filter(({ authEnabled }) => authEnabled);
}

function switchedOff({ config }: Flyteadmin): Setting[] {
  return SWITCHES.flatMap((path) => config.get(path) ?? []).filter(({ flag }) => flag === true);
}

export const authNotEnforced = defineRule({
  id: 'auth-not-enforced',
  severity: 'error',
  area: 'the edge',
  title: 'The interceptors of flyteadmin refuse callers without credentials.',
  symptom: 'Nothing fails. /me answers 200 to a stranger, so every guard that asks it lets strangers pass; '
    + 'or flyteadmin takes gRPC calls of anybody who reaches it.',
  explanation: 'With auth.disableForHttp or auth.disableForGrpc flyteadmin looks at tokens and cookies and '
    + 'goes on without (auth/interceptor.go: "the default case is to let things through"). /me then answers '
    + 'an empty identity with 200, and 200 is all that a guard wants to see.',
  remediation:
    "Take auth.disableForHttp and auth.disableForGrpc out of flyteadmin's configuration and command line, or "
      + 'set them to false.',
  see: [
    me('200 without a session or token: flyteadmin lets anybody pass. 401 is right.'),
    flyteadminSettings('disableFor', 'No line may say true.'),
  ],
  subjects: subjectsOf,
  notApplicable: 'No flyteadmin in the input has useAuth: true.',
  *check(subjects) {
    for (const { field, path } of subjects.flatMap(switchedOff)) {
      yield { at: field, expected: `no ${path}`, found: `${path}: true, so that anybody passes` };
    }
  },
});
