import { Authorization, ExternalAuthorizationProps, UnionAuthorizationProps } from '../../../src';

const ADA = { name: 'Ada Lovelace', subject: '00u-ada' };

describe('Union\'s roles', () => {
  const union = (props: Partial<UnionAuthorizationProps>) => () => Authorization.union({ admins: [ADA], ...props });

  test.each<[string, Partial<UnionAuthorizationProps>, string]>([
    ['no administrator', { admins: [] }, 'admins: [] must not be empty, as only administrators can assign roles'],
    ['an administrator without a subject', { admins: [{ name: 'Ada', subject: '' }] }, 'admins[0].subject: "" must not be empty; give the "sub" of their tokens'],
    ['an administrator whose subject is missing', { admins: [{ name: 'Ada' } as any] }, 'admins[0].subject: required; give the "sub" of their tokens'],
    ['a subject left over from a guide', { admins: [{ name: 'Ada', subject: '<admin-subject>' }] }, 'is a placeholder'],
    ['an administrator without a name', { admins: [{ ...ADA, name: ' ' }] }, 'admins[0].name: " " must not be empty'],
    ['one subject for two', { admins: [ADA, { name: 'Ada L.', subject: ADA.subject }] }, 'admins[1].subject: "00u-ada" is given twice'],
    ['no domain at all', { domains: [] }, 'domains: [] must not be empty'],
    ['a domain twice', { domains: ['staging', 'staging'] }, 'domains[1]: "staging" is given twice'],
    ['a project that is not a name', { projects: ['Fly Te'] }, 'projects[0]: "Fly Te"'],
  ])('%s is refused', (_, props, message) => expect(union(props)).toThrow(message));

  test('all problems come at once', () => {
    expect(union({ admins: [{ name: '', subject: '' }], projects: ['a', 'a'] })).toThrow(/admins\[0\]\.name.*admins\[0\]\.subject.*projects\[1\]/s);
  });

  test('names of people may have spaces', () => expect(union({})).not.toThrow());
});

describe('a server of one\'s own', () => {
  const external = (props: Partial<ExternalAuthorizationProps>) => () => Authorization.external({ host: 'dns:///authz.example.com:443', ...props });

  test.each(['dns:///authz.example.com:443', 'dns:///authz.example.com', 'dns:///[2001:db8::1]:50051', 'unix:///run/authz.sock'])('%s is a target', (host) => {
    expect(external({ host })).not.toThrow();
  });

  test.each([
    ['https://authz.example.com', 'is a URL, not a gRPC target'],
    ['authz.example.com:443', 'is not a gRPC target; write dns:///host:port'],
    ['dns:///', 'is not a gRPC target'],
    ['dns:///authz.example.com:99999', 'has an invalid port; write dns:///host:port, with a number from 1 to 65535'],
    ['dns:///authz.example.com:443/path', 'is not a gRPC target'],
    ['dns:///<host>', 'is a placeholder'],
    ['', 'is not a gRPC target'],
  ])('%s is none', (host, message) => expect(external({ host })).toThrow(message));

  test('a flag is true or false', () => expect(external({ failOpen: 'no' as any })).toThrow('failOpen: "no" must be true or false'));
});
