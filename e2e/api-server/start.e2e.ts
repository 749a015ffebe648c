import { kubeApiserver } from '../tools/kube-apiserver';
import { ApiServer } from './_api-server';

test('the API server starts, and reports the version that it was built as', async () => {
  const api = await ApiServer.start();
  expect(await api.must('GET', '/version')).toMatchObject({ gitVersion: `v${kubeApiserver.version}`, major: '1' });
});
