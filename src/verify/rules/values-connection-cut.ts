import { show } from '../../common/values/show';
import { INGRESS_PROVIDER, rendersGateway, rendersIngresses } from '../../contract/union/ingress-provider';
import { ADMIN_CLIENT } from '../../contract/union/values-control-plane';
import { defineRule } from '../engine/rule';
import type { ValueSet } from '../values/value-set';

/**
 * In the name of the Service that the ingress-nginx of the control plane chart makes, whatever the release is
 * called.
 */
const CONTROLLER = /nginx-controller\b/;

export const valuesConnectionCut = defineRule('values-connection-cut', {
  subjects: (model) => model.valueSets.filter(({ chart }) => chart === 'controlplane'),
  notApplicable: 'No values of a control plane in the input.',
  *check(subjects, { valueSets }) {
    for (const controlPlane of subjects) {
      const isOff = controlPlane.get('ingress-nginx.enabled') === false;
      const provider = controlPlane.get(INGRESS_PROVIDER);
      const { controlPlane: contract } = controlPlane.release._contract;
      const isEnvoy = rendersGateway(contract, provider) && !rendersIngresses(contract, provider);
      if (!isOff && !isEnvoy) {
        continue;
      }
      const why = isOff ? 'ingress-nginx.enabled is false' : 'global.INGRESS_PROVIDER is envoy';
      for (const set of [controlPlane, ...valueSets.filter(({ chart }) => chart === 'dataplane')]) {
        for (const { path, value } of callsOf(set, !isEnvoy)) {
          if (CONTROLLER.test(value)) {
            yield {
              at: set.field(path),
              expected: 'an address that is served without ingress-nginx',
              found: `${show(value)}, while ${why}`,
            };
          }
        }
      }
    }
  },
});

/**
 * The addresses in the values; of flyteadmin's the chart's own, where the values are silent and the chart
 * does not choose.
 */
function callsOf(set: ValueSet, withDefaults: boolean): { path: string; value: string }[] {
  return set.contract.keys.flatMap(({ path, chartDefault }) => {
    const byDefault = withDefaults && path.startsWith(ADMIN_CLIENT) ? chartDefault : undefined;
    const value = set.merged.isSet(path) ? set.get(path) : byDefault;
    return typeof value === 'string' ? [{ path, value }] : [];
  });
}
