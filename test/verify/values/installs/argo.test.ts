import { argoDestination } from '../../../../src/verify/values/installs/argo';

test.each<[object, string | undefined]>([
  [{ name: 'us-east' }, 'us-east'],
  [{ name: '', server: 'https://east.example.com:6443' }, 'https://east.example.com:6443'],
  [{ server: 'https://kubernetes.default.svc' }, 'in-cluster'],
  [{ name: 'in-cluster' }, 'in-cluster'],
  [{ name: '{{ .name }}' }, undefined],
  [{ server: '{{ .server }}' }, undefined],
  [{}, undefined],
])('a destination %j is the cluster %s', (destination, cluster) => expect(argoDestination({ ...destination })).toBe(cluster));
