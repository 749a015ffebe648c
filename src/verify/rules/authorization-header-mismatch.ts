import { mostFrequent } from '../../common/data/grouped';
import { AUTHORIZATION_HEADER, STANDARD_AUTHORIZATION_HEADER } from '../../contract/union/flyteadmin';
import { Flyteadmin, GRPC_HEADER, HTTP_HEADER } from '../credentials/flyteadmin';
import { asksFlyteadmin } from '../edge/server';
import { enumerated } from '../engine/enumerated';
import { defineRule, Violation } from '../engine/rule';
import { nearIn } from '../kube/home-index';
import { flyteadminsFor } from '../model/counterparts';
import type { Model } from '../model/model';
import { isStray } from '../model/open-paths';

/** A place that says which header carries a token: what is wrong with it, and nothing where it fits. */
type Subject = Violation | undefined;

function subjectsOf(model: Model): Subject[] {
  return [...ofClients(model), ...ofFlyteadmins(model), ...ofGuards(model)];
}

/** Clients whose header is spelled out; the others ask flyteadmin for it. */
function ofClients(model: Model): Subject[] {
  return model.clients.filter(({ disabled }) => !disabled).flatMap(({ header, config }) => {
    const readers = flyteadminsFor(config.container.workload, model).filter(({ authEnabled }) => authEnabled);
    if (!header?.text || readers.length === 0) {
      return [];
    }
    const read = [...new Set(readers.flatMap(({ grpcHeader, httpHeader }) => [grpcHeader, httpHeader]))];
    return isOneOf(header.text, [...read, STANDARD_AUTHORIZATION_HEADER]) ? [undefined] : [{
      at: header.field,
      expected: `${enumerated(read, ' or ')}, which ${enumerated(readers.map(nameOf), ' or ')} reads`,
      found: header.text,
      headline: 'client',
      values: { read: enumerated(read, ' or ') },
      restsOn: readers.flatMap((reader) => read.flatMap((name) => reader.toldOf(name))),
    }];
  });
}

/**
 * Clients put the token into the gRPC header; the guard's subrequest hands it to `/me`, which reads the HTTP
 * header. Of the two that is right which clients name, else the charts' own.
 */
function ofFlyteadmins(model: Model): Subject[] {
  const guards = model.routes.filter(({ guard }) => asksFlyteadmin(guard)).map(({ object }) => object);
  return model.flyteadmins
    .filter(
      (flyteadmin) => flyteadmin.authEnabled && nearIn(guards, flyteadmin).length > 0,
    )
    .map((flyteadmin) => {
      const { config, grpcHeader, httpHeader } = flyteadmin;
      const named = model.clients.filter((client) => client.config !== config)
        .flatMap(({ header }) => header?.text || []);
      const isRight = isOneOf(mostFrequent(named) ?? AUTHORIZATION_HEADER, [httpHeader]);
      const [wrong, right] = isRight ? [GRPC_HEADER, HTTP_HEADER] : [HTTP_HEADER, GRPC_HEADER];
      const [found, expected] = isRight ? [grpcHeader, httpHeader] : [httpHeader, grpcHeader];
      return isOneOf(grpcHeader, [httpHeader, STANDARD_AUTHORIZATION_HEADER]) ? undefined : {
        at: config.fieldFor(wrong),
        expected: `${expected}, as ${right.replace('auth.', '')} has it: guards ask /me with what clients `
          + 'send over gRPC',
        found,
        headline: 'flyteadmin',
        values: { right: expected },
        restsOn: flyteadmin.toldOf(expected),
      };
    });
}

/** Guards that pass on some of the request's headers only. */
function ofGuards(model: Model): Subject[] {
  return model.routes.flatMap(({ guard, object }) => {
    if (!asksFlyteadmin(guard) || guard.forwardedHeaders === undefined || isStray(guard, model)) {
      return [];
    }
    const forwarded = guard.forwardedHeaders;
    const readers = nearIn(model.flyteadmins, object).filter(({ authEnabled }) => authEnabled);
    if (readers.length === 0) {
      return [];
    }
    return readers.some(({ grpcHeader }) => isOneOf(grpcHeader, forwarded)) ? [undefined] : [{
      at: guard.field,
      expected: `${[...new Set(readers.map(({ grpcHeader }) => grpcHeader))].join(' or ')} among the request `
        + `headers that reach ${guard.url}`,
      found: forwarded.join(', '),
      headline: 'guard',
      values: { header: [...new Set(readers.map(({ grpcHeader }) => grpcHeader))].join(' or ') },
      restsOn: readers.flatMap((reader) => reader.toldOf(reader.grpcHeader)),
    }];
  });
}

/** Header names have no case. */
function isOneOf(header: string, names: readonly string[]): boolean {
  return names.some((name) => name.toLowerCase() === header.toLowerCase());
}

function nameOf({ config }: Flyteadmin): string {
  return config.container.workload.object.toString();
}

export const authorizationHeaderMismatch = defineRule('authorization-header-mismatch', {
  subjects: subjectsOf,
  notApplicable:
    'The input does not show both a flyteadmin with useAuth: true and a client or guard that names the '
      + 'header of tokens.',
  check: (subjects) => subjects.filter((violation) => violation !== undefined),
});
