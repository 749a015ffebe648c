import fc from 'fast-check';
import { Made, made } from '../_made';
import { label, maybe, mostly, word } from './texts';

export const authorization: fc.Arbitrary<Made> = fc.oneof(
  fc.constant(made('Authorization.noop')),
  fc.record({
    admins: fc.uniqueArray(fc.record({ name: mostly(fc.constant('Ada'), word), subject: word }), { minLength: 1, maxLength: 2, selector: ({ subject }) => subject }),
    domains: maybe(fc.uniqueArray(label, { minLength: 1, maxLength: 2 })),
    projects: maybe(fc.uniqueArray(label, { maxLength: 2 })),
    externalIdentity: maybe(fc.boolean()),
  }).map((props) => made('Authorization.union', props)),
  fc.record({
    host: fc.constantFrom('dns:///authz.example.com:443', 'unix:///run/authz.sock', 'dns:///[::1]:8443'),
    insecure: maybe(fc.boolean()),
    failOpen: maybe(fc.boolean()),
    externalIdentity: maybe(fc.boolean()),
  }).map((props) => made('Authorization.external', props)),
);
