import { ingressClassSplit } from '../../../src/verify/rules/controllers';
import { ingress, manifests, object } from '../_manifests';
import { testRule } from '../_rule-harness';
import { chartIngresses, HARDENED, HOST } from '../_union';

const NOT_APPLICABLE = 'No Ingress of a control plane in the input names a class.';
const chart = (className?: string) => chartIngresses({ http: HARDENED, className });
const API = 'controlplane-protected-grpc';
const expected = `controlplane, as of most Ingresses for ${HOST}`;
const finding = { object: `networking.k8s.io/v1/Ingress union-cp/${API}`, field: 'spec.ingressClassName', line: 'ingressClassName: public', expected, found: 'public' };

type Json = Record<string, unknown>;
/** The chart's Ingresses, one of them changed. */
const with1 = (edit: (api: Json) => Json) => chart().map((each) => ((each.metadata as Json).name === API ? edit(each) : each));
const ofClass = (ingressClassName?: string) => (each: Json) => ({ ...each, spec: { ...each.spec as Json, ingressClassName } });
const at = (ip: string, each: Json) => ({ ...each, status: { loadBalancer: { ingress: [{ ip }] } } });
const ingressClass = (name: string, controller: string) => object('networking.k8s.io/v1', 'IngressClass', name, { spec: { controller } }, null);
const inOld = (each: Json) => {
  const { annotations, ...metadata } = each.metadata as { annotations: Json };
  return { ...ofClass()(each), metadata: { ...metadata, annotations: { ...annotations, 'kubernetes.io/ingress.class': 'public' } } };
};

testRule(ingressClassSplit, {
  fires: [
    { when: 'one Ingress is of another class', input: manifests(...with1(ofClass('public'))), findings: [finding] },
    {
      when: 'its class stands in the old annotation',
      input: manifests(...with1(inOld)),
      findings: [{ ...finding, field: 'metadata.annotations["kubernetes.io/ingress.class"]', line: 'kubernetes.io/ingress.class: public' }],
    },
    {
      when: 'its class is of another controller',
      input: manifests(ingressClass('controlplane', 'k8s.io/ingress-nginx'), ingressClass('public', 'ingress.k8s.aws/alb'), ...with1(ofClass('public'))),
      findings: [finding],
    },
    {
      when: 'it has another address',
      input: manifests(...with1(ofClass('public')).map((each) => at((each.metadata as Json).name === API ? '10.0.0.1' : '10.0.0.2', each))),
      findings: [finding],
    },
  ],
  passes: [
    { when: 'all are of one class', input: manifests(...chart()) },
    { when: 'each of two classes has all of them, as in a move', input: manifests(...chart(), ...chart('public').map((each) => ({ ...each, metadata: { ...each.metadata as Json, namespace: 'union-cp', name: `${(each.metadata as { name: string }).name}-2` } }))) },
    { when: 'another class has a part of what the first has, as for callers within', input: manifests(...chart(), ingress('within', { host: HOST, className: 'internal', paths: { '/api': 'flyteadmin' } })) },
    { when: 'one has no class, and gets the default one', input: manifests(...with1(ofClass())) },
    { when: 'both classes are of one controller', input: manifests(ingressClass('controlplane', 'a.example.com/b'), ingressClass('public', 'a.example.com/b'), ...with1(ofClass('public'))) },
    { when: 'both have one address', input: manifests(...with1(ofClass('public')).map((each) => at('10.0.0.1', each))) },
    { when: 'another host is of another class', input: manifests(...chart(), ingress('other', { host: 'other.example.com', className: 'public', paths: { '/x': 'flyteadmin' } })) },
  ],
  notApplicable: [
    { when: 'no Ingress has a class', input: manifests(...chart().map(ofClass())), reason: NOT_APPLICABLE },
    { when: 'another application is of several classes', input: manifests(ingress('a', { className: 'a', paths: { '/': 'shop' } }), ingress('b', { className: 'b', paths: { '/b': 'shop' } })), reason: NOT_APPLICABLE },
  ],
});
