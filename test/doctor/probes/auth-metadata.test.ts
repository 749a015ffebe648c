import type { Failure } from '../../../src/doctor/ask/failure';
import type { GrpcAnswer } from '../../../src/doctor/ask/grpc';
import { askAuthMetadata, textFields } from '../../../src/doctor/probes/auth-metadata';
import { grpc, http, METHODS, SILENT } from '../_facts';
import { ORIGIN, recordingAsker } from './_recording-asker';

const METADATA = `${ORIGIN}/.well-known/oauth-authorization-server`;
const CLIENT = `${ORIGIN}/config/v1/flyte_client`;

interface Answers {
  readonly metadata?: ReturnType<typeof http> | Failure;
  readonly client?: ReturnType<typeof http> | Failure;
  readonly calls?: readonly (GrpcAnswer | Failure)[];
}

async function asked({ metadata = SILENT, client = SILENT, calls }: Answers) {
  const answerToCall = (method: string) => calls![METHODS.findIndex((each) => each === method)];
  const { asker, sent } = recordingAsker(({ to }) => (to === METADATA ? metadata : client), answerToCall);
  return { facts: await askAuthMetadata(asker, calls !== undefined), sent };
}

test('both are asked over HTTP, and over gRPC where the edge speaks it', async () => {
  expect((await asked({})).sent).toEqual([{ to: METADATA, headers: {} }, { to: CLIENT, headers: {} }]);
  const { sent, facts } = await asked({ calls: [grpc(0), grpc(5)] });
  expect(sent.slice(2).map(({ to }) => to)).toEqual(METHODS.map((method) => `grpc ${method}`));
  expect([...facts.calls]).toEqual([[METHODS[0], grpc(0)], [METHODS[1], grpc(5)]]);
});

test.each([[http(METADATA, 200, { issuer: 'x' }), { issuer: 'x' }], [http(METADATA, 201, { issuer: 'x' }), undefined], [http(METADATA, 200, 'x'), undefined], [SILENT, undefined]])('%j has the document %j', async (metadata, document) => {
  expect((await asked({ metadata })).facts.document).toEqual(document);
});

const TOLD = { clientId: 'native', redirectUri: 'http://localhost', scopes: ['all', 'x'], header: 'flyte-authorization', audience: 'api' };
const NOTHING = { clientId: '', redirectUri: '', scopes: [], header: '', audience: '' };
/** A field of a message that is a text. */
const field = (number: number, text: string) => Buffer.concat([Buffer.from([number * 8 + 2, text.length]), Buffer.from(text)]);
const message = (...fields: Buffer[]) => ({ ...grpc(0), message: Buffer.concat(fields) });
const whole = message(
  field(1, 'native'), field(2, 'http://localhost'), field(3, 'all'), field(3, 'x'), field(4, 'flyte-authorization'), field(5, 'not this'), field(6, 'api'),
);

test.each<[string, Answers, object | undefined]>([
  ['as the proto file spells it', { client: http(CLIENT, 200, { client_id: 'native', redirect_uri: 'http://localhost', scopes: ['all', 'x'], authorization_metadata_key: 'flyte-authorization', audience: 'api' }) }, TOLD],
  ['in camel case', { client: http(CLIENT, 200, { clientId: 'native', redirectUri: 'http://localhost', scopes: ['all', 'x'], authorizationMetadataKey: 'flyte-authorization', audience: 'api' }) }, TOLD],
  ['with nothing in it', { client: http(CLIENT, 200, {}) }, NOTHING],
  ['with another status', { client: http(CLIENT, 201, { client_id: 'x' }) }, undefined],
  ['over gRPC', { calls: [whole, grpc(0)] }, TOLD],
  ['by the second method', { calls: [SILENT, whole] }, TOLD],
  ['over gRPC, with nothing in it', { calls: [message(), grpc(0)] }, NOTHING],
  ['by a call that failed', { calls: [{ ...whole, code: 5 }, grpc(0)] }, undefined],
  ['over HTTP first', { client: http(CLIENT, 200, {}), calls: [whole, whole] }, NOTHING],
])('what clients are told, %s', async (_, of, client) => {
  expect((await asked(of)).facts.client).toEqual(client);
});

test('fields of a message are read, and an invalid message is refused', () => {
  const long = 'x'.repeat(300);
  const read = (...bytes: number[]) => textFields(Buffer.from(bytes));
  expect(read(0x0a, 1, 0x61, 0x10, 0x96, 1, 0x1a, 1, 0x62, 0x1a, 1, 0x63)).toEqual(new Map([[1, ['a']], [3, ['b', 'c']]]));
  expect(textFields(Buffer.concat([Buffer.from([0x12, 0xac, 2]), Buffer.from(long)]))).toEqual(new Map([[2, [long]]]));
  expect(textFields(Buffer.concat([Buffer.from([0x0a, 0x80, 1]), Buffer.alloc(128, 'x')]))).toEqual(new Map([[1, ['x'.repeat(128)]]]));
  // Numbers of 8 and of 4 bytes are passed over, and a field's number may take two bytes.
  expect(read(0x09, 1, 2, 3, 4, 5, 6, 7, 8, 0x0a, 1, 0x61)).toEqual(new Map([[1, ['a']]]));
  expect(read(0x0d, 1, 2, 3, 4, 0x0a, 1, 0x61)).toEqual(new Map([[1, ['a']]]));
  expect(read(0x82, 1, 1, 0x61)).toEqual(new Map([[16, ['a']]]));
  expect([read(), read(0x0a, 0)]).toEqual([new Map(), new Map([[1, ['']]])]);
  const endless = Array<number>(9).fill(0xff);
  for (const broken of [[0x0a, 5, 0x61], [0x0a], [0x0a, ...endless], [0x0f], [0x0b, 0], [0x0b], [0x0a, 5, 0x0a, 0x0a], [0x09, 1], [0x0d, 1, 2, 3]]) {
    expect(read(...broken)).toBeUndefined();
  }
});
