import { bareHost, originOf } from '../../../src/doctor/ask/endpoint';

test('an origin has the port where it is not that of https', () => {
  expect([originOf({ host: 'a.example.com', port: 443 }), originOf({ host: '[::1]', port: 8443 })]).toEqual(['https://a.example.com', 'https://[::1]:8443']);
});

test('a host loses the brackets that are around all of it', () => {
  expect(['[2001:db8::1]', 'a[1]', '[1]a', 'a'].map(bareHost)).toEqual(['2001:db8::1', 'a[1]', '[1]a', 'a']);
});
