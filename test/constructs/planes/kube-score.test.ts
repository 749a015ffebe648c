import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { oneIn } from '../../_tools/drawn';
import { describeWithKubeScore, EXEMPTIONS, isExempt, kubeScore } from '../../_tools/kube-score';
import { controlPlane, dataPlane, EDGES, WITH_ROLES } from './_planes';

/** Each starts kube-score. */
const deep = oneIn(8);

const services = ['executions', 'authorizer', 'cluster', 'usage', 'dataproxy', 'flyteconsole', 'unionconsole'];

/** Both planes, as examples/plain has them, and what keeps Union's roles. */
function planes(edge: string, change: (plane: ReturnType<typeof controlPlane>) => void = () => {}): string {
  const app = new App();
  const plane = controlPlane(new Chart(app, 'union-cp'), 'plane', { ...EDGES[edge], ...WITH_ROLES, services });
  dataPlane(new Chart(app, 'union'), 'plane');
  change(plane);
  return app.synthYaml();
}

describeWithKubeScore('kube-score', () => {
  deep.each(Object.keys(EDGES))('has nothing to say of both planes behind %s', (edge) => {
    expect(kubeScore(planes(edge)).filter((remark) => !isExempt(remark))).toEqual([]);
  });

  deep('every exemption is still needed', () => {
    const remarks = Object.keys(EDGES).flatMap((edge) => kubeScore(planes(edge)));
    expect(EXEMPTIONS.filter(({ check, where }) => !remarks.some((remark) => remark.check === check && where.test(remark.object)))).toEqual([]);
  });

  deep.each<[string, string, string]>([
    ['no limit of memory', '/spec/template/spec/containers/0/resources/limits/memory', 'container-resources'],
    ['no readiness probe', '/spec/template/spec/containers/0/readinessProbe', 'pod-probes'],
    ['a root file system to write to', '/spec/template/spec/containers/0/securityContext/readOnlyRootFilesystem', 'container-security-context-readonlyrootfilesystem'],
    ['pods that share a node', '/spec/template/spec/affinity', 'deployment-has-host-podantiaffinity'],
  ])('sees a fault that is put back: %s', (_, path, check) => {
    const faulty = planes('ingress-nginx', (plane) => ApiObject.of(plane.deployment('usage')).addJsonPatch(JsonPatch.remove(path)));
    expect(kubeScore(faulty).filter((remark) => !isExempt(remark)).map((remark) => [remark.object, remark.check])).toEqual([['Deployment usage', check]]);
  });
});
