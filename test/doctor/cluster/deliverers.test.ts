import type { JsonObject } from '../../../src/common/data/json';
import { failedDeliveries } from '../../../src/doctor/cluster/faults';
import { condition, NAMESPACE, object, told } from './_objects';

const HERE = { server: 'https://kubernetes.default.svc', namespace: NAMESPACE };
const application = (status: JsonObject, destination: JsonObject = HERE) => object('argoproj.io/v1alpha1', 'Application', 'app', { spec: { destination }, status }, { namespace: 'argocd' });
const failed = { operationState: { phase: 'Failed', message: 'one or more objects failed' } };

test.each<[string, JsonObject, ...string[]]>([
  ['that is synced', application({ operationState: { phase: 'Succeeded', message: 'x' } })],
  ['that has failed', application(failed), 'status.operationState: Failed, one or more objects failed'],
  ['that could not be tried', application({ operationState: { phase: 'Error' } }), 'status.operationState: Error'],
  ['that cannot be compared', application({ conditions: [{ type: 'RepeatedResourceWarning', message: 'x' }, { type: 'ComparisonError', message: 'no such revision' }] }), 'status.conditions: ComparisonError, no such revision'],
  ['that warns', application({ conditions: [{ type: 'ErrorWarning', message: 'x' }, {}] })],
  ['by the cluster\'s name', application(failed, { name: 'in-cluster', namespace: NAMESPACE }), 'status.operationState: Failed, one or more objects failed'],
  ['for another cluster', application(failed, { ...HERE, server: 'https://eu.example.com' })],
  ['for another namespace', application(failed, { ...HERE, namespace: 'other' })],
  ['for no namespace', application(failed, { server: HERE.server })],
])('an Application %s', (_, raw, ...reasons) => {
  expect(told(failedDeliveries([raw], [NAMESPACE]))).toEqual(reasons.map((reason) => `Application argocd/app ${reason}`));
});

const NO = condition('Ready', 'False', 'InstallFailed', 'timed out');
const flux = (status: JsonObject, spec: JsonObject = { targetNamespace: NAMESPACE }, namespace = 'flux-system') => object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'r', { spec, status }, { namespace });
const inventory = (...ids: string[]) => ({ ...NO, inventory: { entries: ids.map((id) => ({ id })) } });

test.each<[string, JsonObject, boolean]>([
  ['has failed', flux(NO), true],
  ['has gone through', flux(condition('Ready', 'True')), false],
  ['is at work', flux(condition('Ready', 'Unknown', 'Progressing')), false],
  ['has not begun', flux({}), false],
  ['of its own namespace has failed', flux(NO, {}, NAMESPACE), true],
  ['of others has failed', flux(NO, {}), false],
  ['for others, beside ours, has failed', flux(NO, { targetNamespace: 'other' }, NAMESPACE), false],
  ['for another cluster has failed', flux(NO, { targetNamespace: NAMESPACE, kubeConfig: {} }), false],
  ['has brought something here', flux(inventory('other_x__Secret', `${NAMESPACE}_x__Secret`), {}), true],
  ['has brought something elsewhere', flux(inventory(`other_${NAMESPACE}__Secret`), {}), false],
])('what Flux delivers and %s is told: %s', (_, raw, isTold) => {
  const reasons = failedDeliveries([raw], [NAMESPACE, 'union']).map(({ field, reason }) => `${field}: ${reason}`);
  expect(reasons).toEqual(isTold ? ['status.conditions: Ready False, InstallFailed, timed out'] : []);
});
