import { stringify } from 'yaml';
import { JsonObject } from '../../../src/common/data/json';
import { examine } from '../../../src/init';
import { Finds } from '../../../src/init/adopt/finds';
import { findGitops } from '../../../src/init/adopt/gitops';
import { readStanding } from '../../../src/init/adopt/standing';
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

/** The answers about Argo CD in an Application of the control plane with a spec of its own. */
function argoIn(spec: JsonObject): unknown {
  const chart = { repoURL: 'https://unionai.github.io/helm-charts', chart: 'controlplane', targetRevision: '2026.8.3' };
  const [manifests = [], rest] = [spec.manifests as JsonObject[] | undefined, { ...spec, manifests: undefined }];
  const source = manifests.length === 0 ? { source: chart } : { sources: [chart, ...manifests] };
  const destination = { server: 'https://kubernetes.default.svc', namespace: 'union-cp' };
  const text = stringify({
    apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name: 'union', namespace: 'argocd' }, spec: { destination, ...source, ...rest },
  });
  const standing = readStanding([{ name: 'app.yaml', text }], [], '2026.8.3');
  const finds = new Finds(standing.places);
  findGitops(standing, finds);
  return (finds.answers.gitops as JsonObject | undefined)?.argocd;
}

const GIT = { repoURL: 'https://git.example.com/a.git', path: 'dist/union-cp' };
const FOLDER = { repository: GIT.repoURL, folder: 'dist' };

test.each<[what: string, spec: JsonObject, more: JsonObject]>([
  ['nothing more', {}, {}],
  ['the project that every Argo CD has', { project: 'default' }, {}],
  ['another project', { project: 'union' }, { project: 'union' }],
  ['an automated sync', { syncPolicy: { automated: {} } }, { automated: true }],
  ['an automated sync that is enabled', { syncPolicy: { automated: { enabled: true } } }, { automated: true }],
  ['one that is not', { syncPolicy: { automated: { enabled: false } } }, {}],
  ['another policy', { syncPolicy: { syncOptions: ['CreateNamespace=true'] } }, {}],
  ['manifests of a branch', { manifests: [{ ...GIT, targetRevision: 'main' }] }, { manifests: { ...FOLDER, revision: 'main' } }],
  ['manifests of the default branch', { manifests: [{ ...GIT, targetRevision: 'HEAD' }] }, { manifests: FOLDER }],
  ['manifests below folders', { manifests: [{ ...GIT, path: 'a/b/union-cp' }] }, { manifests: { ...FOLDER, folder: 'a/b' } }],
  ['a repository of values', { manifests: [{ repoURL: GIT.repoURL, ref: 'values' }] }, {}],
  ['manifests at the root', { manifests: [{ ...GIT, path: 'union-cp' }] }, {}],
  ['another chart in Git', { manifests: [{ ...GIT, helm: {} }] }, {}],
])('an Application with %s', (_, spec, more) => expect(argoIn(spec)).toEqual({ repository: 'https://unionai.github.io/helm-charts', ...more }));
