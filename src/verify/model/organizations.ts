import { planeOf } from '../credentials/plane';
import { homeKey } from '../kube/home';
import type { Field } from '../read/field';
import type { ValueSet } from '../values/value-set';
import { decidingAuthorizations } from './authorization';
import { apiKeyTemplates } from './client-ids-in-secrets';
import { besideEager, isName } from './cluster-names';
import { keyMakers } from './eager-keys';
import type { Model } from './model';

/** A place with the organization. */
export interface OrganizationName {
  readonly name: string;
  readonly field: Field;
  /** The home of its control plane; absent for others. */
  readonly controlPlane?: string;
}

/** The settings of each plane's services with it (ConfigMaps with `global.UNION_ORG`). */
const PATHS = {
  control: ['authorizer.bootstrap.organization', 'sharedService.security.singleTenantOrgID'],
  data: ['operator.clusterId.organization', 'leaseworker.organization', 'executor.organization'],
} as const;

const BOOTSTRAP = 'authorizer.bootstrap.organization';

/** The places where an authorizer has Union's roles without an organization. */
export function rolesWithoutOrganization(model: Model): Field[] {
  return decidingAuthorizations(model, 'Union')
    .filter(({ authorizer }) => !authorizer.text(BOOTSTRAP)?.trim())
    .map(({ authorizer }) => authorizer.fieldFor(BOOTSTRAP));
}

/** All places with the organization, including API keys; an empty one has none. */
export function organizationNames(model: Model): OrganizationName[] {
  const configs = model.configs.filter(({ container: { init } }) => !init).flatMap((config) => {
    const { workload } = config.container;
    const plane = planeOf(workload);
    const controlPlane = plane === 'control' ? homeKey(workload) : undefined;
    return (plane === undefined ? [] : PATHS[plane]).flatMap((path) => {
      const setting = config.get(path);
      return setting?.text ? [{ name: setting.text, field: setting.field, controlPlane }] : [];
    });
  });
  const values = model.valueSets.flatMap((set) =>
    organizationValues(set)
      .flatMap((path) => {
        const name = set.effective.textAt(path);
        const controlPlane = set.chart === 'controlplane' ? homeKey(set) : undefined;
        return name === undefined ? [] : [{ name, field: set.field(path), controlPlane }];
      }),
  );
  const seeds = keyMakers(model).flatMap(({ seeds: entries }) => entries).flatMap(({ organization, field }) =>
    (organization === undefined ? [] : [{ name: organization, field: field.child('org') }]));
  const keys = apiKeyTemplates(model)
    .filter(({ organization }) => organization !== '')
    .map(({ organization, field }) => ({ name: organization, field }));
  return [...configs, ...values, ...seeds, ...keys].filter(({ name }) => isName(name));
}

function organizationValues({ chart, contract, release }: ValueSet): readonly string[] {
  const own = contract.keys.filter(({ meaning }) => meaning === 'organization').map(({ path }) => path);
  const { eager } = release._contract.dataPlane.blocks;
  return chart === 'controlplane' ? own : [
    ...own, 'config.operator.clusterId.organization',
    ...eager.map(({ values }) => besideEager(values, 'organization')),
  ];
}
