import { nameOf, parentOf } from '../../common/data/dotted-path';
import { isObject, JsonObject, valueAt } from '../../common/data/json';
import { isNear } from '../../common/props/suggestion';
import { PathStep, pathText } from '../../common/yaml/path';
import { INSTALL_FIELDS, VALUES_FIELDS } from '../../contract/upstream/chart-installers';
import { defineRule, Violation } from '../engine/rule';
import { asObject } from '../kube/json-access';
import { isSlipOf } from '../model/key-slip';
import type { Model } from '../model/model';
import type { Field } from '../read/field';
import { argoInstalls } from '../values/installs/argo';
import { fluxInstalls } from '../values/installs/flux';
import { chartIn, Install } from '../values/installs/install';

/** What installs one chart of Union. */
interface Subject {
  readonly tool: keyof typeof INSTALL_FIELDS;
  readonly kind: string;
  readonly spec: JsonObject;
  /** From `spec` to a map of the fields of the tool. */
  wayTo(map: string): readonly PathStep[];
  field(way: readonly PathStep[]): Field;
}

function subjectsOf(model: Model): Subject[] {
  const around = {
    kustomizations: [],
    ofKind: (group: string, kind: string) => model.ofKind(group, kind),
  };
  const isUnions = (install: Install) => chartIn(install) !== undefined;
  return [
    ...argoInstalls(around).filter(isUnions).map(({ by, application, from: { way: source } }): Subject => ({
      tool: 'argo',
      kind: by.kind,
      spec: application.spec,
      wayTo: (map) => (map === '' ? [] : [...source, ...stepsOf(map).slice(1)]),
      field: (way) => application.field(...way),
    })),
    ...fluxInstalls(around).filter(isUnions).map(({ by }): Subject => ({
      tool: 'flux',
      kind: by.kind,
      spec: by.objectAt('spec'),
      wayTo: stepsOf,
      field: (way) => by.field('spec', ...way),
    })),
  ];
}

function stepsOf(map: string): string[] {
  return map === '' ? [] : map.split('.');
}

/** A field that there is not at its place: one misspelt, or one of another map. */
function* strangers({ tool, kind, spec, wayTo, field }: Subject): Generator<Violation> {
  const maps = Object.entries<readonly string[]>(INSTALL_FIELDS[tool]);
  for (const [map, fields] of maps) {
    const present = Object.keys(asObject(valueAt(spec, wayTo(map))));
    for (const key of present.filter((each) => !fields.includes(each))) {
      const [other] = maps.find(([, there]) => there.includes(key)) ?? [];
      const meant = fields.find((known) =>
        (isSlipOf(key, known) || isNear(key, known)) && !present.includes(known));
      const right = meant === undefined ? other : map;
      if (right !== undefined) {
        yield {
          at: field([...wayTo(map), key]),
          expected: pathText(['spec', ...wayTo(right), meant ?? key]),
          found: `${pathText(['spec', ...wayTo(map), key])}, a field that ${kind} does not have`,
          values: { kind, field: pathText(['spec', ...wayTo(map), key]) },
        };
      }
    }
  }
}

/** Values that are a text where a map must stand, or a map where a text must. */
function* mistyped({ tool, spec, wayTo, field }: Subject): Generator<Violation> {
  for (const [path, type] of Object.entries(VALUES_FIELDS[tool])) {
    const way = [...wayTo(parentOf(path)), nameOf(path)];
    const value = valueAt(spec, way);
    if (value !== undefined && value !== null && isObject(value) !== (type === 'map')) {
      yield {
        at: field(way),
        expected: type === 'map' ? 'a map' : 'YAML in a text (values: |), or valuesObject',
        found: isObject(value) ? 'a map' : 'a text',
        headline: 'type',
      };
    }
  }
}

export const installValuesUnread = defineRule('install-values-unread', {
  subjects: subjectsOf,
  notApplicable: 'No Application, ApplicationSet or HelmRelease in the input installs a chart of Union.',
  *check(subjects) {
    for (const subject of subjects) {
      yield* strangers(subject);
      yield* mistyped(subject);
    }
  },
});
