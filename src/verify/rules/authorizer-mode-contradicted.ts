import { slipOf } from '../../common/props/suggestion';
import { ASKS_AUTHORIZER, AUTHORIZATION_MODES } from '../../contract/union/authorizer';
import type { ServiceConfig } from '../credentials/service-config';
import { defineRule, Violation } from '../engine/rule';
import { Authorization, authorizationsOf, servicesWithoutAuthorizer } from '../model/authorization';

const TYPE = 'authorizer.type';
const EXTERNAL_IDENTITY = 'authorizer.useExternalIdentity';
const HOST = 'authorizer.externalClient.grpcConfig.host';

export const authorizerModeContradicted = defineRule('authorizer-mode-contradicted', {
  subjects: (model) => [
    ...authorizationsOf(model).filter(
      ({ authorizer, hasDecider }) => authorizer.text(TYPE) !== undefined || hasDecider,
    ),
    ...servicesWithoutAuthorizer(model),
  ],
  notApplicable: 'The input shows no authorizer service with a mode.',
  *check(subjects) {
    for (const authorization of subjects) {
      if (!(authorization instanceof Authorization)) {
        yield* unlikeTheRest(authorization);
        continue;
      }
      yield* ownFaults(authorization);
      yield* authorization.decides ? [] : authorization.services.flatMap(misspeltType);
      if (authorization.decides) {
        for (const service of authorization.services) {
          yield* faultsOf(service, authorization);
        }
      }
    }
  },
});

/** Nobody decides in this input, and one service asks somebody all the same, or the other way round. */
function* unlikeTheRest(services: readonly ServiceConfig[]): Iterable<Violation> {
  const types = services.map((service) => service.text(TYPE));
  for (const [i, service] of services.entries()) {
    const [usual, ...more] = new Set(types.filter((_, other) => other !== i));
    if (more.length === 0
      && usual !== undefined
      && types[i] !== undefined
      && types[i]?.toLowerCase() !== usual.toLowerCase()) {
      yield {
        at: service.fieldFor(TYPE),
        expected: `${usual}, as all other services of the plane have it`,
        found: types[i] ?? 'none',
        values: { usual },
      };
    }
  }
}

/** Whoever asks nobody, or an authorizer that allows everything, names what there is all the same. */
function misspeltType(service: ServiceConfig): Violation[] {
  const type = service.get(TYPE);
  const known = [ASKS_AUTHORIZER, ...Object.keys(AUTHORIZATION_MODES)];
  const isKnown = known.some((each) => each.toLowerCase() === type?.text?.toLowerCase());
  const meant = isKnown || !type?.text ? undefined : slipOf(type.text, known);
  return meant === undefined
    ? []
    : [{ at: type!.field, expected: meant, found: type!.text!, headline: 'spelling' }];
}

function* ownFaults({ authorizer, mode, hasDecider }: Authorization): Iterable<Violation> {
  const type = authorizer.text(TYPE);
  if (mode === 'Noop' && hasDecider) {
    yield {
      at: authorizer.fieldFor(TYPE),
      expected:
        'Union, which reads the bootstrap lists beside it, or External, which asks the server that is named',
      found: 'Noop, which allows everybody everything',
      headline: 'lists',
    };
  }
  if (mode === undefined) {
    yield {
      at: authorizer.fieldFor(TYPE),
      expected: `one of ${Object.keys(AUTHORIZATION_MODES).join(', ')}`,
      found: type === '' ? 'an empty text' : (type ?? 'none'),
      headline: 'spelling',
    };
  }
  if (mode === 'External' && !authorizer.text(HOST)?.trim()) {
    yield {
      at: authorizer.fieldFor(HOST),
      expected: 'the host of the server that decides, such as dns:///authz.example.com:443',
      found: authorizer.get(HOST) === undefined ? 'none' : 'an empty text',
      headline: 'host',
    };
  }
}

function* faultsOf(service: ServiceConfig, { authorizer, mode }: Authorization): Iterable<Violation> {
  const type = service.get(TYPE);
  if (type?.text !== ASKS_AUTHORIZER) {
    yield {
      at: service.fieldFor(TYPE),
      expected: `${ASKS_AUTHORIZER}: the authorizer decides by ${mode}`,
      found: type === undefined ? 'none' : (type.text ?? 'no text'),
      headline: 'service',
    };
  }
  const [own, usual] = [service, authorizer].map((config) => config.get(EXTERNAL_IDENTITY)?.flag ?? false);
  if (own !== usual) {
    yield {
      at: service.fieldFor(EXTERNAL_IDENTITY),
      expected: `${usual}, as the authorizer has it`,
      found: `${own}`,
      headline: 'identity',
      values: { usual: `${usual}` },
    };
  }
}
