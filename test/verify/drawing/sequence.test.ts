import { loginSequence, sequenceDrawing, svgOf } from '../../../src/verify/drawing';
import { Model } from '../../../src/verify/model/model';
import { parseManifests } from '../../../src/verify/parse';
import { deploymentOf } from './_flows';
import { unreadable } from './_readable';

const { objects, valueSets } = parseManifests(deploymentOf(['east']));
const sequence = loginSequence(new Model(objects, valueSets))!;

test('a login is drawn for this host, this provider and this client, in its order', () => {
  expect(sequence.participants.map(({ caption, name }) => `${caption} ${name}`)).toEqual([
    'browser a person',
    'ingress-nginx union.example.com',
    expect.stringMatching(/^guard http:\/\/union-auth-gate/),
    'flyteadmin flyteadmin',
    'identity provider https://acme.okta.example.com/oauth2/default',
  ]);
  expect(sequence.messages.map(({ text }) => Number(text[0]))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(sequence.messages.map(({ text }) => text)).toContain('5 signs in, for 0oa-web-1111');
});

test('its drawing can be read', () => {
  const drawing = sequenceDrawing(sequence);
  expect(unreadable(svgOf(drawing))).toEqual([]);
  expect(drawing.width).toBe(1280);
  expect(drawing.height).toBeLessThan(800);
});

test('without a flyteadmin there is no login to draw', () => expect(loginSequence(new Model([]))).toBeUndefined());
