import { grouped, groupsByKey } from '../../common/data/grouped';
import { GATEWAY_API_GROUP } from '../../contract/upstream/gateway-api';
import { openRoutesOf } from '../edge/guarded-paths';
import { slipsOf } from '../edge/misdirected';
import { openRoutesText } from '../edge/open-routes-text';
import { defineRule } from '../engine/rule';
import { misaimedAt } from '../model/misaimed-policies';
import { hostsToGuard } from '../model/union-auth';

export const gatewayRouteUnguarded = defineRule('gateway-route-unguarded', {
  subjects: (model) => hostsToGuard(model, true),
  notApplicable:
    'No Gateway API route in the input serves a Union control plane with authentication turned on.',
  *check(subjects, model) {
    const open = subjects.flatMap((server) => openRoutesOf(server).map((route) =>
      ({ route, restsOn: [...slipsOf([route], server), ...misaimedAt(route.object, model)] })))
      .filter(({ route: { object } }) => object.group === GATEWAY_API_GROUP);
    for (const all of groupsByKey(open, ({ route }) => route.object).values()) {
      // A slip needs no guard, but its right name.
      for (const found of grouped(all, ({ restsOn }) => String(restsOn.length))) {
        const [{ route: { object } }] = found;
        // Values make several, which all stand where the chart is told to.
        const whose = `${object.kind} ${object.name}`;
        yield {
          at: object.field('spec', 'rules'),
          ...openRoutesText(found.map(({ route }) => route), whose),
          restsOn: found.flatMap(({ restsOn }) => restsOn),
        };
      }
    }
  },
});
