import { AUTHORIZATION_HEADER } from '../../contract/union/flyteadmin';
import type { ServiceConfig } from '../credentials/service-config';
import { defineRule, Violation } from '../engine/rule';
import { Authorization, decidingAuthorizations } from '../model/authorization';
import { flyteadminsFor } from '../model/counterparts';
import type { Model } from '../model/model';
import type { Field } from '../read/field';

const CLIENT = 'authorizer.authorizerClient.forwardHeaders';
const EXTERNAL = 'authorizer.externalClient.forwardHeaders';

interface Subject {
  readonly config: ServiceConfig;
  readonly path: string;
  /** With the places where flyteadmin is told to read them. */
  readonly headers: ReadonlyMap<string, readonly Field[]>;
}

/** The lists of headers that take part in a decision, where they are set: a list replaces the chart's. */
function subjectsOf(model: Model): Subject[] {
  return decidingAuthorizations(model).flatMap((authorization) => {
    const headers = headersOf(model, authorization);
    const clients = authorization.services.map((config) => ({ config, path: CLIENT, headers }));
    const external =
      authorization.mode === 'External'
        ? [{ config: authorization.authorizer, path: EXTERNAL, headers }]
        : [];
    return [...clients, ...external].filter(({ config, path }) => Array.isArray(config.get(path)?.value));
  });
}

export const authorizerHeaderDropped = defineRule('authorizer-header-dropped', {
  subjects: subjectsOf,
  notApplicable: 'No service in the input names the headers that it forwards to an authorizer that decides.',
  *check(subjects): Iterable<Violation> {
    for (const { config, path, headers } of subjects) {
      const forwarded = config.get(path)!;
      const names = forwarded.texts.map((name) => name.trim().toLowerCase());
      for (const [header, restsOn] of [...headers].filter(([name]) => !names.includes(name))) {
        yield {
          at: forwarded.field,
          expected: `${header} among the headers`,
          found: names.length === 0 ? 'an empty list' : names.join(', '),
          values: { header },
          restsOn,
        };
      }
    }
  },
});

/** What flyteadmin reads tokens from, in small letters as gRPC has them. */
function headersOf(model: Model, { authorizer }: Authorization): Map<string, readonly Field[]> {
  const told = flyteadminsFor(authorizer.container.workload, model).map((flyteadmin): [string, Field[]] =>
    [flyteadmin.grpcHeader.toLowerCase(), flyteadmin.toldOf(flyteadmin.grpcHeader)]);
  return new Map(told.length > 0 ? told : [[AUTHORIZATION_HEADER, []]]);
}
