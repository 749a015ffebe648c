import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { zeroValues } from '../_tools/zero-values';
import { objectsOf } from '../examples/_dist';
import { EXAMPLES } from './_examples';

/** What constructs hand out, alike in all of them: held by reflection, so that a new one cannot be left out. */

function made(name: string): Construct {
  const { call, args } = EXAMPLES[name];
  return call(new Chart(new App(), 'chart'), args()) as Construct;
}

const CONSTRUCTS = Object.keys(EXAMPLES).filter((name) => !/[#.]/.test(name) && name !== 'FleetApp')
  .map((name): [string, Construct] => [name, made(name)])
  .filter(([, it]) => Construct.isConstruct(it) && it.node.findAll().some((each) => ApiObject.isApiObject(each)));

test('constructs are looked at', () => {
  expect(CONSTRUCTS.map(([name]) => name)).toEqual(expect.arrayContaining([
    'ArgoApplication', 'WorkloadClient', 'ClusterSecretStore', 'ControlPlane', 'ControlPlaneAuth', 'ControlPlaneEdge', 'DataPlane', 'DataPlaneAuth',
    'EnvoyGatewayGuard', 'ExternalSecret', 'FluxHelmRelease', 'HydraOAuth2Client', 'IngressNginxGuard', 'KeycloakRealmImport', 'SecretStore',
  ]));
});

test.each(CONSTRUCTS)('%s hands out its objects: all and one of them, or the only one with name and metadata', (_, it) => {
  const emitted = it.node.findAll().filter((each): each is ApiObject => ApiObject.isApiObject(each));
  if ('apiObjects' in it) {
    const many = it as Construct & { apiObjects: ApiObject[]; object(kind: string, name: string): ApiObject };
    expect(many.apiObjects).toEqual(emitted);
    const { kind, name } = emitted.at(-1)!;
    expect(many.object(kind, name)).toMatchObject({ kind, name });
    expect(() => many.object(kind, 'unknown')).toThrow(`name: "unknown" is not the name of such an object; it emits ${emitted.find((each) => each.kind === kind)!.name}`);
    expect(() => many.object('Nothing', 'unknown')).toThrow('kind: "Nothing" is not a kind of its objects; it emits ');
  } else {
    const one = it as Construct & { apiObject: ApiObject; name: string; metadata: unknown };
    expect(emitted).toContain(one.apiObject);
    expect(one.node.defaultChild).toBe(one.apiObject);
    expect([one.name, one.metadata]).toEqual([one.apiObject.name, one.apiObject.metadata]);
  }
});

test.each(CONSTRUCTS)('%s says nothing that the API server would drop', (_, it) => {
  expect(objectsOf(it.node.root as App).flatMap((manifest) => zeroValues(manifest).map((path) => `${manifest.kind}: ${path}`))).toEqual([]);
});

/** Public members that are lists, with those that its classes define. */
function listsOf(it: Construct): string[] {
  const names = new Set(Object.keys(it));
  for (let type = Object.getPrototypeOf(it) as object; type !== Construct.prototype; type = Object.getPrototypeOf(type) as object) {
    Object.getOwnPropertyNames(type).forEach((name) => names.add(name));
  }
  const isPublic = (name: string) => !name.startsWith('_') && !/^(constructor|node)$/.test(name);
  return [...names].filter(isPublic).filter((name) => Array.isArray(Reflect.get(it, name)));
}

/** Members that TypeScript keeps private. */
const PRIVATE = ['served', 'table', 'required', 'keys'];

test.each(CONSTRUCTS)('%s hands out copies of its lists', (_, it) => {
  const shared = listsOf(it).filter((name) => !PRIVATE.includes(name)).filter((name) => {
    const list = Reflect.get(it, name) as unknown[];
    const before = list.length;
    list.push('another');
    return (Reflect.get(it, name) as unknown[]).length !== before;
  });
  expect(shared).toEqual([]);
});
