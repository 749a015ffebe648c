import { apiKeyTemplate } from '../../../src/constructs/secrets/plane-secrets';
import { filledByGo } from '../../_tools/go-reader';

const template = apiKeyTemplate({ host: 'union.example.com', clientId: 'service-id', organization: 'acme', secretKey: 'client_secret' });
const decoded = (clientSecret: string) => Buffer.from(filledByGo(template, { client_secret: clientSecret }) as string, 'base64').toString();

test('the API key has host, client, its secret and organization, in the order in which the SDK takes them apart', () => {
  expect(decoded('s3cret')).toBe('union.example.com:service-id:s3cret:acme');
});

test('white space around the secret, such as the line break of an editor, stays out of it', () => {
  expect(decoded(' s3cret\n')).toBe('union.example.com:service-id:s3cret:acme');
});

test('a secret that the SDK would take apart in the wrong place is refused', () => {
  expect(() => decoded('s3:cret')).toThrow('the client secret contains a colon, which ends a field of the API key');
});
