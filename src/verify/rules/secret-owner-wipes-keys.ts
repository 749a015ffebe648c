import { oncePer } from '../../common/data/once-per';
import {
  TUNNEL_SECRET_FLAG, TUNNEL_SWITCH, TUNNEL_SWITCHES,
} from '../../contract/union/data-plane-workloads';
import { COOKIE_KEYS, DATABASE_PASSWORD_KEY, SECRETS } from '../../contract/union/secrets';
import { REPLACING_CREATION_POLICIES } from '../../contract/upstream/external-secrets';
import type { SecretUse } from '../credentials/secret-uses';
import { defineRule } from '../engine/rule';
import type { ExternalSecret } from '../kube/external-secret';
import { Home, sameHome } from '../kube/home';
import type { Model } from '../model/model';
import { ChartObject } from '../values/chart-object';

/** ExternalSecrets that clear their target, whose keys are known in full. */
function subjectsOf(model: Model): ExternalSecret[] {
  return model.externalSecrets.filter(
    ({ creationPolicy, openEnded }) => REPLACING_CREATION_POLICIES.includes(creationPolicy) && !openEnded,
  );
}

export const secretOwnerWipesKeys = defineRule('secret-owner-wipes-keys', {
  subjects: subjectsOf,
  notApplicable:
    'No ExternalSecret in the input has creationPolicy Owner or Orphan and a closed list of keys.',
  *check(subjects, model) {
    for (const externalSecret of subjects) {
      const lost = keysOfOthers(model, externalSecret).filter((key) => !externalSecret.keys.includes(key));
      if (lost.length > 0) {
        yield {
          at: externalSecret.field('target', 'creationPolicy'),
          expected: `creationPolicy Merge, since others write ${lost.join(', ')} of ${externalSecret.target}`,
          values: { keys: lost.join(', '), secret: externalSecret.target },
          found: `creationPolicy ${externalSecret.creationPolicy}, which keeps `
            + `${externalSecret.keys.join(', ') || 'no key'} only`,
        };
      }
    }
  },
});

/**
 * Keys that others write into the target: as the input shows, and as upstream has it where the charts do it
 * unseen.
 */
function keysOfOthers(model: Model, externalSecret: ExternalSecret): string[] {
  const { object, target, creationPolicy } = externalSecret;
  const shown = model.writers.of(target, object).flatMap((writer) => {
    switch (writer.kind) {
      case 'manifest':
        return writer.secret.observed ? [] : writer.keys;
      case 'external-secret':
        return creationPolicy === 'Orphan' && writer.externalSecret.creationPolicy === 'Merge'
          ? writer.keys
          : [];
      // generate-secrets writes more, but only flyteadmin's own authorization server needs that.
      case 'process':
        return COOKIE_KEYS;
      default:
        return [];
    }
  });
  return [...new Set([...shown, ...unseenKeys(model, externalSecret)])];
}

function unseenKeys(model: Model, { object, target }: ExternalSecret): readonly string[] {
  if (target === SECRETS.flyteadmin.name) {
    return COOKIE_KEYS;
  }
  if (keepsTunnelToken(model, target, object)) {
    return SECRETS.dataPlane.keysOfOthers;
  }
  // The charts keep the password there; a database that is reached without one has no reader of it in
  // manifests, and values say so.
  const reads = model.credentialsIn(target, object).some(({ purpose }) => purpose === 'database password');
  const isShown = model.secretUses.byPlanes(target, object).some(showsPassword);
  return reads || (target === SECRETS.unionServices.name && !isShown) ? [DATABASE_PASSWORD_KEY] : [];
}

/** Whether an operator with a tunnel keeps its token in a Secret: by its flags and config, or by values. */
function keepsTunnelToken(model: Model, target: string, near: Home): boolean {
  const byValues = target === SECRETS.dataPlane.name && model.valueSets.some((set) =>
    set.chart === 'dataplane' && !set.isAuthless && sameHome(set, near)
    && TUNNEL_SWITCHES.every((path) => set.get(path) !== false));
  return byValues || operatorsOfTunnels(model).some(({ container: { commandLine, workload } }) =>
    commandLine[commandLine.indexOf(TUNNEL_SECRET_FLAG) + 1] === target && sameHome(workload, near));
}

const operatorsOfTunnels = oncePer((model: Model) => model.configs.filter((config) =>
  config.container.commandLine.includes(TUNNEL_SECRET_FLAG) && config.get(TUNNEL_SWITCH)?.flag === true));

/** Whether a user of a Secret would show that it reads a password: what is made of values does not. */
function showsPassword({ workload: { object } }: SecretUse): boolean {
  return !(object instanceof ChartObject)
    || JSON.stringify(object.set.merged.values).includes('passwordPath');
}
