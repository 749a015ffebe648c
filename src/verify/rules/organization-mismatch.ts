import { grouped, groupsByKey, mostFrequent } from '../../common/data/grouped';
import { defineRule } from '../engine/rule';
import { homeKey } from '../kube/home';
import { identityText } from '../kube/kube-object';
import { OrganizationName, organizationNames, rolesWithoutOrganization } from '../model/organizations';
import { Field, placeKey, placeOf } from '../read/field';

type Subject = Partial<OrganizationName> & Pick<OrganizationName, 'field'>;

export const organizationMismatch = defineRule('organization-mismatch', {
  subjects: (model): Subject[] => [
    ...organizationNames(model),
    ...rolesWithoutOrganization(model).map((field): Subject => ({ name: undefined, field })),
  ],
  notApplicable: 'The input names no organization.',
  *check(subjects) {
    const usual = usualNames(subjects);
    const written = subjects.filter(({ field }) => isWritten(field));
    const expected = usual.length === 0
      ? 'the organization in which roles hold'
      : `${usual.join(' or ')}, as ${otherSide(written, usual) ?? 'the other places have it'}`;
    for (const subject of subjects) {
      const { name, field, controlPlane } = subject;
      // What a default of the chart makes of a value is told at that value.
      const isToldOfValue = name !== undefined && !written.includes(subject)
        && written.some((other) => other.name === name && other.controlPlane === controlPlane);
      if (!isToldOfValue && (name === undefined || !usual.includes(name))) {
        yield {
          at: field, expected, found: name ?? 'none', values: { usual: usual.join(' or ') || 'another one' },
        };
      }
    }
  },
});

/** Whether the input says it there, rather than a default of the chart. */
function isWritten(field: Field): boolean {
  const { object, path, inner } = placeOf(field);
  return inner !== undefined || object.at(...path) !== undefined;
}

/**
 * Of two planes that each name one organization everywhere nothing tells which is right: then the place of
 * the other, as a phrase.
 */
function otherSide(written: readonly Subject[], [usual]: readonly string[]): string | undefined {
  const sides = grouped(written, ({ field: { object } }) =>
    JSON.stringify([homeKey(object), object.namespace === undefined && object.source.file]));
  const isDivided = sides.length === 2
    && sides.every((side) => side.every(({ name }) => name !== undefined && name === side[0].name))
    && sides[0][0].name !== sides[1][0].name;
  const place = sides.flat().find(({ name }) => name === usual)?.field;
  return isDivided && place !== undefined
    ? `${place} of ${identityText(place.object)} has it: one of the two is wrong`
    : undefined;
}

/**
 * What most places say is what is meant, each counted once, however much a chart makes of it; of several
 * control planes what most of each do.
 */
function usualNames(subjects: readonly Subject[]): readonly string[] {
  const places = [...new Map(subjects.map((each) => [placeKey(each.field), each])).values()]
    .filter(({ field }) => isWritten(field));
  const planes = [...groupsByKey(places, ({ controlPlane }) => controlPlane).values()];
  const said = (planes.length > 1 ? planes : [places]).flatMap((of) =>
    mostFrequent(of.flatMap(({ name }) => name ?? [])) ?? []);
  return [...new Set(said)];
}
