import { isClusterName, staysInside } from '../edge/cluster-name';
import { defineRule, Violation } from '../engine/rule';
import { isName } from '../model/cluster-names';
import { Endpoint, endpointsOf } from '../model/endpoints';
import type { Model } from '../model/model';
import { EffectiveValues } from '../values/effective-values';
import { ValueSet } from '../values/value-set';

/** Endpoints outside the cluster. */
function subjectsOf(model: Model): Endpoint[] {
  return endpointsOf(model).filter(({ host }) => !staysInside(host) && !isClusterName(host));
}

export const endpointInsecure = defineRule('endpoint-insecure', {
  subjects: (model) => [...subjectsOf(model), ...dataPlaneValues(model)],
  notApplicable: 'No client in the input calls a host outside the cluster.',
  *check(subjects) {
    for (const subject of subjects) {
      yield* subject instanceof ValueSet ? inValues(subject) : faultsOf(subject);
    }
  },
});

/**
 * Values of data planes that call the control plane by its public host: the chart makes the endpoint of it.
 */
function dataPlaneValues({ valueSets }: Model): ValueSet[] {
  return valueSets.filter((set) => {
    const host =
      set.chart === 'dataplane' && !set.isAuthless
        ? new EffectiveValues(set).textAt('global.CONTROLPLANE_HOST')
        : undefined;
    return host !== undefined && isName(host) && !staysInside(host) && !isClusterName(host);
  });
}

function* inValues(set: ValueSet): Iterable<Violation> {
  for (const path of ['config.admin.admin', 'config.union.connection'].flatMap((section) => [
    `${section}.insecure`, `${section}.insecureSkipVerify`,
  ])) {
    if (set.get(path) === true) {
      yield {
        at: set.field(path),
        expected: 'false, for the control plane is outside the cluster',
        values: { host: 'the control plane' },
        found: 'true',
      };
    }
  }
}

function* faultsOf({ setting, config, section, host, scheme }: Endpoint): Iterable<Violation> {
  if (scheme === 'http') {
    yield { at: setting.field, expected: `TLS to ${host}`, found: setting.text ?? '', values: { host } };
  }
  for (const key of ['insecure', 'insecureSkipVerify']) {
    const value = config.get(`${section}.${key}`);
    if (value?.flag === true) {
      yield {
        at: value.field,
        expected: `${key}: false, for ${host} is outside the cluster`,
        found: `${key}: true`,
        values: { host },
      };
    }
  }
}
