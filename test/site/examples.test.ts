import type { Assembly } from '../../site/pages/assembly';
import { inGo } from '../../site/pages/in-go';
import { inJava } from '../../site/pages/in-java';

const TYPES = [
  {
    name: 'Plane',
    kind: 'class',
    initializer: { parameters: [{ name: 'scope' }, { name: 'id' }, { name: 'props', optional: true }] },
    methods: [
      { name: 'of', static: true, parameters: [{ name: 'props', optional: true }] },
      { name: 'addTo', parameters: [{ name: 'scope' }, { name: 'names', optional: true }] },
    ],
    properties: [{ name: 'helmValues' }],
  },
  { name: 'Peer', kind: 'interface', properties: [{ name: 'labels' }] },
];
const assembly = {
  types: TYPES, propertiesOf: ({ properties = [] }: typeof TYPES[number]) => properties, targets: { java: { package: 'com.example.lib' } },
} as unknown as Assembly;

test.each([
  ['a struct', 'cdk8sunionauth.NewPlane(a, b, &Peer{', 'cdk8sunionauth.NewPlane(a, b, &cdk8sunionauth.Peer{'],
  ['a struct of cdk8s', '\tMetadata: &ApiObjectMetadata{\n\t}', '\tMetadata: &cdk8s.ApiObjectMetadata{\n\t}'],
  ['a list of structs', '\tPeers: []Peer{\n\t\t&Peer{\n\t\t},\n\t}', '\tPeers: &[]*cdk8sunionauth.Peer{\n\t\t&cdk8sunionauth.Peer{\n\t\t},\n\t}'],
  ['a list of texts', '\tNames: []*string{\n\t}', '\tNames: &[]*string{\n\t}'],
  ['maps in maps', '\tConfig: map[string]map[string][]*string{\n\t}', '\tConfig: &map[string]*map[string]*[]*string{\n\t}'],
  ['a map of anything', '\tConfig: map[string]interface{}{\n\t}', '\tConfig: &map[string]interface{}{\n\t}'],
  ['what is left out', 'cdk8sunionauth.NewPlane(cdk8s.NewChart(cdk8s.NewApp(), jsii.String("x")), jsii.String("a, (b"))',
    'cdk8sunionauth.NewPlane(cdk8s.NewChart(cdk8s.NewApp(nil), jsii.String("x"), nil), jsii.String("a, (b"), nil)'],
  ['a factory', 'cdk8sunionauth.Plane_*Of()', 'cdk8sunionauth.Plane_Of(nil)'],
  ['a method', 'plane.AddTo(chart)', 'plane.AddTo(chart, nil)'],
  ['a property', '\tValues: plane.helmValues,', '\tValues: plane.HelmValues(),'],
  ['a flag', 'jsii.Boolean(true)', 'jsii.Bool(true)'],
  ['a loop', 'for _, each := range plane.all {', 'for _, each := range *plane.all {'],
  ['imports', 'import "github.com/cdk8s-team/cdk8s-core-go/cdk8s"\n', 'import "github.com/aws/jsii-runtime-go"\nimport "github.com/cdk8s-team/cdk8s-core-go/cdk8s/v2"\n'],
])('Go: %s', (_, translated, expected) => expect(inGo(translated, assembly)).toBe(expected));

test.each([
  ['a property', 'plane.helmValues.writeTo(app, "a"); Peer.builder().labels(a)', 'plane.getHelmValues().writeTo(app, "a"); Peer.builder().labels(a)'],
  ['a loop', 'for (Object each : all) {', 'for (var each : all) {'],
  ['imports', 'import org.cdk8s.App;\nimport com.example.lib.Plane;\n\nPlane.of();', 'import com.example.lib.*;\nimport java.util.*;\nimport org.cdk8s.App;\n\nPlane.of();'],
])('Java: %s', (_, translated, expected) => expect(inJava(translated, assembly)).toBe(expected));
