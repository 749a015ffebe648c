import { JsonObject } from '../../src/common/data/json';
import { examine, toTypeScript } from '../../src/init';
import { KINDS, LEAST } from './_answers';

const mainOf = (answers: JsonObject) => {
  const { problems, program } = examine(answers);
  expect(problems).toEqual([]);
  return toTypeScript(program!);
};

test('what someone has answered on purpose stops nothing, and nothing else is skipped', () => {
  const external = { host: 'dns:///authz.example.com:443', failOpen: true };
  expect(mainOf({ ...LEAST, controlPlane: { authorization: { external } } })).toContain('AuthVerification.of(app, { skip: [\'authorizer-fails-open\'] });');
  expect(mainOf(LEAST)).toContain('AuthVerification.of(app);');
});

test('each plane has the names and the release that the answers give it', () => {
  const main = mainOf({
    ...KINDS['Argo CD'],
    controlPlane: { namespace: 'cp', releaseName: 'cp-release' },
    dataPlane: { namespace: 'dp', releaseName: 'dp-release' },
  });
  for (const prop of ['namespace: \'cp\'', 'releaseName: \'cp-release\'', 'namespace: \'dp\'', 'releaseName: \'dp-release\'']) {
    expect(main).toContain(prop);
  }
});
