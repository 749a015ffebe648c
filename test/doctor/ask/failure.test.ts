import { answered, Failure, reasonOf } from '../../../src/doctor/ask/failure';

test('only what came is answered', () => expect([undefined, new Failure('tls', ''), 0, ''].map(answered)).toEqual([false, false, true, true]));

test.each([
  ['C0:error:0A00010B:SSL routines:tls_validate_record_header:wrong version number:../ssl/record.c:77:', 'wrong version number'],
  ['C0:error:0a00010b:a:b:c d', 'c d'],
  ['read ECONNRESET', 'read ECONNRESET'],
])('the reason in %j is %j', (message, reason) => expect(reasonOf(new Error(message))).toBe(reason));
