import { examine } from '../../src/init';
import { verify } from '../../src/verify/verify';
import { drawn } from '../_tools/drawn';
import '../_tools/quiet-warnings';
import { KINDS } from '../init/_answers';

/** Data planes of one namespace, each in its cluster, as one folder holds them. */
test.each(drawn(['Argo CD, into several clusters', 'Flux, into several clusters'], 1))('%s: each is judged by what is its own', (kind) => {
  const { files } = examine(KINDS[kind]);
  const texts = files.filter(({ path }) => /\.(k8s|values)\.yaml$/.test(path)).map(({ path, text }) => ({ name: path, text }));
  expect(verify(texts).findings).toEqual([]);
  const without = texts.map(({ name, text }) => ({
    name, text: name.includes('-west.k8s') ? text.split('---\n').filter((each) => !/^kind: ExternalSecret$/m.test(each)).join('---\n') : text,
  }));
  expect(without).not.toEqual(texts);
  const { findings } = verify(without);
  expect(new Set(findings.map(({ file }) => file))).toEqual(new Set(['dataplane-west.values.yaml']));
});
