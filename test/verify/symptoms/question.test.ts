import { asMeant, codesIn, complaintsIn, rowOf, termsOf, withoutNames, withoutOccasion } from '../../../src/verify/symptoms/question';

const KNOWN = new Set(['login', 'token', 'expired', 'scheduler', 'console']);
const meant = (question: string) => asMeant(question, KNOWN);

test.each([
  ['login works but the API answers 403', 'the API answers 403'],
  ['console is fine, however the CLI fails', 'the CLI fails'],
  ['token works with curl but not through the ingress', 'token  does not work through the ingress'],
  ['everything works except /callback', '/callback'],
  ['works in Chrome not in Safari', ' does not work in Safari'],
  ['login does not work but the console is open', 'login does not work but the console is open'],
  ['works until a restart', 'works until a restart'],
  ['it worked before the upgrade, but now 401', 'it worked before the upgrade, but now 401'],
  ['works, Secret not found', 'works, Secret not found'],
])('of what works and what does not, "%s" is about the latter', (question, about) => expect(meant(question)).toBe(about));

test.each([
  ['oauth2: cannot fetch token: 400 Bad Request invalid_scope', 'invalid_scope'],
  ['Failed: oauth2: cannot fetch token: 401 Unauthorized Response: {"error":"invalid_client"}', 'Failed: invalid_client"}'],
  ['cannot fetch token: 400 AADSTS90009', 'AADSTS90009'],
  ['oauth2: cannot fetch token: 401 Unauthorized', 'oauth2: cannot fetch token: 401 Unauthorized'],
])('"%s" is the code of the provider, where there is one', (question, about) => expect(meant(question)).toBe(about));

test.each([
  ['MountVolume.SetUp failed for volume "auth" : secret "union-secret-auth" not found', ' mountvolum setup fail volum secret not found '],
  ['middleware "union-cp-auth@kubernetescrd" does not exist', ' middlewar not exist '],
  ['lookup union-cp/flyteadmin on 10.0.0.10:53: no such host', ' lookup no such host '],
  ['Get https://union.example.com/me failed', ' fail '],
])('%s, without what it names', (message, row) => expect(rowOf(withoutNames(message))).toBe(row));

test.each([
  ['{"json":{"src":"handlers.go:201"},"level":"error","msg":"token \\"x\\" expired","ts":"2026-11-30T02:11:09Z"}', 'token "x" expired'],
  ['{"level":"error","ts":1757060597.9,"msg":"Reconciler error","error":"token expired","stacktrace":"a.go:1"}', 'Reconciler error: token expired'],
  ['{"error":"invalid_client","error_description":"expired"}', '{"error":"invalid_client","error_description":"expired"}'],
  ['time="2026-11-30T02:11:09Z" level=error msg="token expired"', 'msg="token expired"'],
  ['2026/11/30 02:11:09 [error] 41#41: *98211 token expired, client: 10.42.0.1, server: union.example.com, host: "union.example.com"', 'token expired'],
  ['E1130 02:11:09.123456       1 controller.go:114] token expired', 'token expired'],
  ['2026-11-30T02:12:44Z ERR token expired entryPointName=websecure routerName=x@kubernetescrd', 'token expired'],
  ['HTTP/2 404 token expired', '404 token expired'],
  ['Warning  Failed  12s (x9 over 2m)  kubelet  token expired', 'token expired'],
])('of a line of a log, "%s" says %s', (line, message) => expect(meant(line).trim()).toBe(message));

test.each([
  ['now /api gives 404', 'now   gives 404'], ['/api/v1/projects is open', '  is open'], ['/callback fails', '/callback fails'],
])('"%s" asks "%s": a path of the APIs has no words', (question, about) => expect(meant(question)).toBe(about));

test.each([
  ['cant loign', 'cant login'], ['token expird', 'token expired'], ['Scheduelr', 'scheduler'], ['sheduler', 'scheduler'],
  ['expire', 'expire'], ['okken', 'okken'], ['nekot', 'token'], ['ogin', 'ogin'], ['onsole', 'onsole'],
])('"%s" is spelt "%s"', (question, about) => expect(meant(question)).toBe(about));

test.each([
  ['the Secret doesn\'t exist', ' secret not exist '], ['the Secret does not exist', ' secret not exist '], ['the Secret exists', ' secret exist '],
  ['cannot see the projects', ' notse project '], ['sees no projects', ' notse project '], ['who can see projects', ' who see project '],
  ['the login doesn\'t work', ' login notwork '], ['Login geht nicht', ' login notwork '], ['cannot log in', ' not login '],
  ['its keys were deleted', ' keys gone '], ['lost keys', ' gone keys '], ['https is not http', ' https not http '],
  ['log out', ' logout '], ['we were logged out', ' logg out '], ['invalid_client', ' invalid client '],
  ['only 502s', ' only 502 '],
])('"%s" reads "%s"', (text, row) => expect(rowOf(text)).toBe(row));

test.each([
  ['after the helm upgrade: secrets not found', 'secrets not found'], ['it worked before the upgrade, now the console is blank', 'now the console is blank'],
  ['since the rotation invalid_client', 'invalid_client'], ['after login 404', 'after login 404'], ['helm upgrade done, now 404', '404'],
])('of "%s" the occasion is not what is wrong: "%s"', (question, about) => expect(withoutOccasion(question)).toBe(about));

test('of a long log the lines that complain are read, each once', () => {
  const log = 'level=info msg="reconciled"\n'.repeat(5000);
  expect(complaintsIn(`${log}Error: secrets not found\nError: secrets not found\n`)).toBe('Error: secrets not found');
  expect(complaintsIn('level=info')).toBe('level=info');
  expect(complaintsIn('x'.repeat(100_000))).toHaveLength(4000);
  const many = Array.from({ length: 1000 }, (_, i) => `Error: ${i}`);
  expect(complaintsIn(many.join('\n'))).toBe(many.join('\n').slice(-4000));
});

test('names of programs are distinguished from words', () => {
  expect([...codesIn('HTTPRoute: NotAllowedByListeners, invalid_client and AADSTS50011 at Login')]).toEqual(expect.arrayContaining(['invalid_client', 'aadsts50011']));
  expect(codesIn('the login fails').size).toBe(0);
});

test('a name counts as a whole and by its parts, and noise not at all', () => {
  expect(termsOf('the invalid_client')).toEqual(['invalid_client', 'invalid', 'client']);
});

const WITHOUT_MEANING = `
  a an and are at but do does for from get gets has have i in is it its my of on or our the their
  to we when why with any as be been by can did if isn me must not t that there this us was were will you
  cant cannot dont doesnt didnt work works everything
`;

test('words without meaning are left out', () => expect(WITHOUT_MEANING.trim().split(/\s+/).filter((word) => termsOf(word).length > 0)).toEqual([]));
