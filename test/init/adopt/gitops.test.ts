import { examine } from '../../../src/init';
import { oneIn } from '../../_tools/drawn';
import '../../_tools/quiet-warnings';
import { LEAST } from '../_answers';
import { adopted, application, textsOf } from './_adopted';

/** Each makes what many answers would make. */
const deep = oneIn(3);

const VALUES = textsOf(examine({ ...LEAST, planes: { charts: { version: '2026.8.3' } } }).files);

const APPLICATION = application('union', '{ valueFiles: [controlplane.values.yaml] }');

const release = (chart: string) => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: union, namespace: union-cp }
spec:
  chart: { spec: { ${chart}, sourceRef: { kind: HelmRepository, name: unionai } } }
`;
const REPOSITORY = `apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata: { name: unionai, namespace: union-cp }
spec: { url: https://unionai.github.io/helm-charts }
`;
const gitopsOf = (files: Record<string, string>) => adopted({ ...VALUES, ...files }, { planes: { charts: { version: '2026.8.3' } } });
const installersIn = ({ differences }: ReturnType<typeof adopted>) => differences.filter(({ where, before }) => /^(Application|HelmRelease)/.test(where) && before !== undefined);

deep('what installs a chart under another name than ours is to be deleted, and what it installed is to stay', () => {
  const { answers, ...rest } = gitopsOf({ 'app.yaml': APPLICATION });
  expect(answers.gitops).toEqual({ argocd: { repository: 'https://unionai.github.io/helm-charts' } });
  expect(answers.controlPlane).not.toHaveProperty('destination');
  expect(installersIn({ answers, ...rest })).toEqual([{
    where: 'Application.argoproj.io argocd/union',
    before: 'exists',
    reason: 'the output installs the same Helm release under another name: before you apply it, delete this object without the resources that it installed '
      + '(argocd app delete --cascade=false)',
  }]);
});

deep('the cluster of the Application is taken, unless it is Argo CD\'s own', () => {
  const elsewhere = APPLICATION.replace('https://kubernetes.default.svc', 'https://east.example.com:6443');
  expect(gitopsOf({ 'app.yaml': elsewhere }).answers.controlPlane).toMatchObject({ destination: { server: 'https://east.example.com:6443' } });
});

deep('the charts come from where the control plane is installed from, whatever else is installed', () => {
  const other = APPLICATION.replace('name: union,', 'name: a-plane,').replace('chart: controlplane', 'chart: dataplane')
    .replace('https://unionai.github.io/helm-charts', 'https://other.example.com/charts');
  expect(gitopsOf({ 'a.yaml': other, 'app.yaml': APPLICATION }).answers.gitops).toEqual({ argocd: { repository: 'https://unionai.github.io/helm-charts' } });
});

deep('where we would give it the same name, it stays', () => {
  expect(installersIn(gitopsOf({ 'app.yaml': APPLICATION.replace('name: union,', 'name: controlplane,') }))).toEqual([]);
});

deep('a HelmRelease of any version is one', () => {
  const adoption = gitopsOf({ 'flux.yaml': `${release('chart: controlplane')}---\n${REPOSITORY}` });
  expect(adoption.answers.gitops).toEqual({ flux: { repository: 'https://unionai.github.io/helm-charts' } });
  expect(installersIn(adoption)).toEqual([expect.objectContaining({
    where: 'HelmRelease.helm.toolkit.fluxcd.io union-cp/union', reason: expect.stringContaining('(flux suspend helmrelease, then flux delete helmrelease)') as string,
  })]);
});

deep('a HelmRelease without its repository is reported', () => {
  const { answers, unseen } = gitopsOf({ 'flux.yaml': release('chart: controlplane, version: 2026.8.3') });
  expect(answers).not.toHaveProperty('gitops');
  expect(unseen).toEqual([
    'gitops: flux.yaml:1, HelmRelease union has a chart source that is not in the input (add it); use helm or an app to install the charts',
  ]);
});
