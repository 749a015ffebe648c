import { ChartVersion } from '../../../src/contract/union/releases/chart-version';
import { examine, examineAsGuide } from '../../../src/init';
import { deviationOfObject, deviationOfValue } from '../../../src/init/adopt/differences';
import { leavesOf, manifestsIn } from '../../../src/init/adopt/search';
import { parseManifests } from '../../../src/verify/parse';
import { oneIn } from '../../_tools/drawn';
import '../../_tools/quiet-warnings';
import { LEAST } from '../_answers';

/** Each makes planes of a release. */
const deep = oneIn(5);

/** What follows from an answer, or names the layout of the release: no fault of the guide. */
const FROM_ANSWERS = /\.UNION_HOST$|\.adminClient\.connection\.client(Id|SecretLocation)$|\.use-admin-auth$/;

deep.each(ChartVersion._all.map(({ version }) => version))('%s: where values depart from the guide, a deviation says why', (version) => {
  const answers = { ...LEAST, planes: { charts: { version } } };
  const [ours, guides] = [examine(answers), examineAsGuide(answers)].map(({ files }) => parseManifests(manifestsIn(files)).valueSets);
  const unexplained = ours.flatMap((set) => {
    const guide = leavesOf(guides.find(({ chart }) => chart === set.chart)!.merged.values);
    const own = leavesOf(set.merged.values);
    return [...new Set([...own.keys(), ...guide.keys()])].filter((path) => own.get(path) !== guide.get(path))
      .filter((path) => deviationOfValue(path) === undefined && !FROM_ANSWERS.test(path));
  });
  expect(unexplained).toEqual([]);
});

deep.each([
  ['flyte.configmap.adminServer.auth.authorizedUris', 'authorized-uris'],
  ['ingress.protectedIngressAnnotations.nginx.ingress.kubernetes.io/auth-cache-key', 'cache-key'],
  ['secrets.admin.clientSecret', 'scheduler-placeholder'],
  ['flyte.configmap.adminServer.admin.scopes', 'client-scopes'],
  ['flyte.configmap.adminServer.auth.userAuth.openId.scopes', undefined],
])('%s is %s', (path, id) => expect(deviationOfValue(path)?.id).toBe(id));

deep.each([
  ['Secret union/union-secret-auth', undefined, 'merge-deadlock'],
  ['ExternalSecret.external-secrets.io union/union-secret-auth', 'spec.data', 'app-secret'],
  ['ExternalSecret.external-secrets.io union-cp/flyte-secret-auth', 'spec.target.creationPolicy', 'scheduler-placeholder'],
])('%s %s is %s', (name, path, id) => expect(deviationOfObject(name, path)?.id).toBe(id));
