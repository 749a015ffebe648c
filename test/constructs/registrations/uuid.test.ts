import { uuidOf } from '../../../src/constructs/identity/providers/checks';

test('the UUID of a URL is the one of RFC 4122', () => {
  // python3 -c "import uuid; print(uuid.uuid5(uuid.NAMESPACE_URL, 'https://union.example.com/x'))"
  expect(uuidOf('https://union.example.com/x')).toBe('405351d8-7467-50f5-b235-e652bc1477ec');
});
