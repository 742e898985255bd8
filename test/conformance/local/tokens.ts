import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';

const keyId = 'local';
let pair: { readonly publicKey: KeyObject; readonly privateKey: KeyObject } | undefined;

function keys(): NonNullable<typeof pair> {
  pair ??= generateKeyPairSync('rsa', { modulusLength: 2048 });
  return pair;
}

/** The key set that every server outside publishes. */
export function keySet(): string {
  return JSON.stringify({ keys: [{ ...keys().publicKey.export({ format: 'jwk' }), kid: keyId, alg: 'RS256', use: 'sig' }] });
}

/** A token with these claims, valid for an hour unless they say otherwise. */
export function tokenOf(claims: Readonly<Record<string, unknown>>): string {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const text = `${encode({ alg: 'RS256', typ: 'JWT', kid: keyId })}.${encode({ iat: now, exp: now + 3600, ...claims })}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(keys().privateKey).toString('base64url')}`;
}
