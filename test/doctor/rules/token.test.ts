import { reportOf } from '../../../src/doctor/diagnose';

const ORIGIN = 'https://union.example.com';
const ANSWERED = new Date('2030-01-10T00:00:00Z');
const at = (seconds: number) => ANSWERED.getTime() / 1000 + seconds;

function timeFindings(claims: Readonly<Record<string, unknown>>): string[] {
  const { findings } = reportOf({
    origin: ORIGIN,
    host: 'union.example.com',
    now: ANSWERED,
    release: '2026.8',
    token: {
      clientId: 'ci',
      source: 'ci.yaml',
      url: new URL('https://idp.example.com/token'),
      scopes: ['all'],
      answeredAt: ANSWERED,
      claims: { sub: 'ci', aud: ORIGIN, scp: ['all'], identitytype: 'app', iat: at(0), exp: at(3600), ...claims },
      use: { me: 200, standard: 200, hidden: 401, subject: 'ci' },
    },
  }, undefined);
  return findings.filter(({ rule }) => rule === 'live-token-time').map(({ field, found }) => `${field} ${found}`);
}

test.each<[string, Readonly<Record<string, unknown>>, string[]]>([
  ['a clock that is a minute ahead is let pass', { iat: at(60) }, []],
  ['one second more is not', { iat: at(61) }, ['iat in 61 s']],
  ['a token that begins later is told as one that was issued later', { nbf: at(61) }, ['iat in 61 s']],
  ['a token is good until its end', { exp: at(1) }, []],
  ['and at its end no more', { exp: at(0) }, ['exp 0 s ago']],
  ['a time that is not a number says nothing', { iat: 'later', exp: 'never' }, []],
])('%s', (_, claims, found) => {
  expect(timeFindings(claims)).toEqual(found);
});
