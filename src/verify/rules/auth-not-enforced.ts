import type { Setting } from '../credentials/config-section';
import type { Flyteadmin } from '../credentials/flyteadmin';
import { defineRule } from '../engine/rule';
import type { Model } from '../model/model';

const SWITCHES = ['auth.disableForHttp', 'auth.disableForGrpc'];

function subjectsOf(model: Model): Flyteadmin[] {
  return model.flyteadmins.filter(({ authEnabled }) => authEnabled);
}

function switchedOff({ config }: Flyteadmin): Setting[] {
  return SWITCHES.flatMap((path) => config.get(path) ?? []).filter(({ flag }) => flag === true);
}

export const authNotEnforced = defineRule('auth-not-enforced', {
  subjects: subjectsOf,
  notApplicable: 'No flyteadmin in the input has useAuth: true.',
  *check(subjects) {
    for (const { field, path } of subjects.flatMap(switchedOff)) {
      yield { at: field, expected: `no ${path}`, found: `${path}: true, so that anybody passes` };
    }
  },
});
