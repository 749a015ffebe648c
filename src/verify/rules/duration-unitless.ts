import { CLIENT_DURATIONS, FLYTEADMIN_DURATIONS } from '../../contract/union/flyteadmin';
import { defineRule } from '../engine/rule';
import { unreplacedIn } from '../kube/placeholder';
import type { Model } from '../model/model';
import type { Field } from '../read/field';

/** What Go's `time.ParseDuration` reads: `5m`, `1h30m`, `-1.5s`, and `0`, which needs no unit. */
export function isGoDuration(text: string): boolean {
  return /^[-+]?(0|((\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h))+)$/.test(text);
}

interface Subject {
  readonly at: Field;
  readonly value: unknown;
  /** Who reads it; they differ in what a bare number is to them. */
  readonly reader: 'service' | 'External Secrets';
}

/** The durations that are set. */
function subjectsOf(model: Model): Subject[] {
  const settled = [
    ...model.flyteadmins.flatMap(({ config }) => FLYTEADMIN_DURATIONS.map((path) => config.get(path))),
    ...model.clients.flatMap(({ config, section }) =>
      CLIENT_DURATIONS.map((path) => config.get(`${section}.${path}`))),
  ];
  return [
    ...settled.filter((setting) => setting !== undefined)
      .map(({ field, value }) => ({ at: field, value, reader: 'service' as const })),
    ...model.externalSecrets.map((externalSecret) => ({
      at: externalSecret.field('refreshInterval'),
      value: externalSecret.at('refreshInterval'),
      reader: 'External Secrets' as const,
    })),
  ].filter(
    ({ value }) =>
      ['number', 'string', 'boolean'].includes(typeof value)
      && !(typeof value === 'string' && unreplacedIn(value) !== undefined),
  );
}

export const durationUnitless = defineRule('duration-unitless', {
  subjects: subjectsOf,
  notApplicable: 'No duration is set in the authentication settings and ExternalSecrets of the input.',
  *check(subjects) {
    for (const { at, value, reader } of subjects) {
      const found = problem(value, reader);
      if (found !== undefined) {
        yield { at, expected: 'a duration with a unit, such as 5m', found };
      }
    }
  },
});

function problem(value: unknown, reader: Subject['reader']): string | undefined {
  if (typeof value === 'number') {
    const ofService = value === 0 ? undefined : `the number ${value}, which counts nanoseconds`;
    return reader === 'External Secrets' ? `the number ${value}` : ofService;
  }
  // A service takes the empty text for zero; the API server refuses it.
  const isFine = typeof value === 'string' && ((value === '' && reader === 'service') || isGoDuration(value));
  return isFine ? undefined : String(value) || 'an empty text';
}
