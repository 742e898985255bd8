import * as assert from 'uvu/assert';
import { formatPath } from '../../functions/diagnostics/path.ts';
import { expandSpec } from '../providers/expand-intent.ts';
import { suite } from '../suite.ts';

/** Access rules that are told to ask for tokens which nobody reads, and what becomes of them. */
function told(auth: object, { gateway = {}, other = {} }: { readonly gateway?: object; readonly other?: object } = {}): string[] {
  const { diagnostics } = expandSpec({
    gateways: [{ name: 'public', ...gateway }],
    expose: [
      { hosts: ['a.example.com'], to: 'web:80', auth },
      { hosts: ['b.example.com'], to: 'web:80', ...other },
    ],
  });
  const found = diagnostics.filter(({ code }) => code === 'GI0239');
  return found.map(({ message, path = [] }) => `${formatPath(path)}: ${message.split(': ').at(-1)}`);
}

const jwt = [{ issuer: 'https://a.example' }];
const rules = (...list: readonly object[]) => ({ rules: list });
const claims = { group: ['staff'] };
const allowingClaims = rules({ action: 'ALLOW', claims });

suite('intents: access rules ask for tokens that are read', {
  'a claim where nobody reads tokens'() {
    assert.equal(told(allowingClaims), ['spec.expose[0].auth.rules[0].claims: it lets no request in']);
    assert.equal(told(rules({ action: 'DENY', claims })), ['spec.expose[0].auth.rules[0].claims: it refuses no request']);
  },
  'a claim of tokens that the exposure, its gateway or another host reads'() {
    assert.equal(told({ ...allowingClaims, jwt }), []);
    assert.equal(told(allowingClaims, { gateway: { auth: { jwt } } }), []);
    assert.equal(told(allowingClaims, { other: { auth: { jwt } } }), []);
  },
  'tokens of an issuer that nobody reads'() {
    const ofOthers = { action: 'DENY', from: { requestPrincipals: ['https://b.example/x', 'https://b*'] } };
    const ofSome = { action: 'ALLOW', from: { requestPrincipals: ['https://b.example/x', 'https://a*'] }, claims };
    const ofAnybody = { action: 'ALLOW', from: { requestPrincipals: ['*'] } };
    assert.equal(told({ jwt, ...rules(ofOthers, ofSome, ofAnybody) }), [
      'spec.expose[0].auth.rules[0].from.requestPrincipals: it refuses no request',
    ]);
  },
  'pods and the gateway read tokens for themselves'() {
    const auth = { enforceAt: 'Workload', selector: { app: 'a' }, ...rules({ action: 'DENY', from: { notRequestPrincipals: ['*'] } }) };
    const place = 'spec.expose[0].auth.rules[0].from.notRequestPrincipals';
    assert.equal(told(auth, { gateway: { auth: { jwt } } }), [`${place}: every request is refused`]);
    assert.equal(told({ ...auth, jwt }), []);
  },
  'the auth of a gateway'() {
    assert.equal(told({}, { gateway: { auth: allowingClaims } }), ['spec.gateways[0].auth.rules[0].claims: it lets no request in']);
  },
});
