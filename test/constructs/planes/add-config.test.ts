import { App, Chart } from 'cdk8s';
import { parse } from 'yaml';
import { ControlPlane, DataPlane } from '../../../src';
import { messageOf } from '../identity/_identity';
import { controlPlane, dataPlane } from './_planes';

type Build = (config?: Record<string, unknown>) => ControlPlane | DataPlane;

const settingsOf = (service: string, config?: Record<string, unknown>) => (config ? { settings: { [service]: { config } } } : {});

const PLANES: [string, string, string, Build][] = [
  ['ControlPlane', 'flyteadmin', 'flyte-admin-base-config', (config) => controlPlane(new Chart(new App(), 'cp'), 'plane', settingsOf('flyteadmin', config))],
  ['DataPlane', 'union-operator', 'union-operator', (config) => dataPlane(new Chart(new App(), 'dp'), 'plane', settingsOf('union-operator', config))],
];

describe.each(PLANES)('%s', (kind, service, configMap, build) => {
  const extraOf = (plane: ControlPlane | DataPlane) => {
    const { data } = plane.object('ConfigMap', configMap).toJson() as { data: Record<string, string> };
    return data['zz-extra.yaml'] === undefined ? undefined : parse(data['zz-extra.yaml']);
  };

  test('a key of a service is added later', () => {
    const plane = build();
    expect(extraOf(plane)).toBeUndefined();
    plane.addConfig(service, { logger: { level: 5 } });
    plane.addConfig(service, { logger: { 'show-source': true } });
    expect(extraOf(plane)).toEqual({ logger: { 'level': 5, 'show-source': true } });
  });

  test('it joins what settings say; another value is rejected, with the way to settle it', () => {
    const plane = build({ logger: { level: 4, mute: [] } });
    plane.addConfig(service, { logger: { level: 4 }, tasks: { backlog: 10 } });
    expect(extraOf(plane)).toEqual({ logger: { level: 4, mute: [] }, tasks: { backlog: 10 } });
    expect(messageOf(() => plane.addConfig(service, { logger: { level: 5 }, tasks: { backlog: 20 } }))).toBe([
      `${kind}.addConfig has 2 problems:`,
      '  - logger.level: is 4 there and 5 here; decide with keep or replace',
      '  - tasks.backlog: is 10 there and 20 here; decide with keep or replace',
    ].join('\n'));
    plane.addConfig(service, { logger: { level: 5 }, tasks: { backlog: 20 } }, { replace: ['logger'], keep: ['tasks'] });
    expect(extraOf(plane)).toEqual({ logger: { level: 5, mute: [] }, tasks: { backlog: 10 } });
  });

  test('of an unknown service it is rejected with the names', () => {
    expect(messageOf(() => build().addConfig(`${service}x`, {}))).toMatch(new RegExp(`service: "${service}x" is not a service of this plane; it has .*${service}`));
  });
});

test('of a service without config files it is rejected', () => {
  const plane = controlPlane(new Chart(new App(), 'cp'), 'plane', { ownServices: { reports: { image: 'registry.example.com/reports:1', ports: [{ name: 'http', port: 8080 }] } } });
  expect(messageOf(() => plane.addConfig('reports', { a: 1 }))).toContain('service: "reports" reads no config file');
});
