import type { Item } from '../../krm/item.ts';
import { type Age, ageOf } from '../age.ts';
import { below, type Field } from '../field.ts';
import { asList, asRecord, asText, asTexts } from '../loose.ts';
import { type Attachment, readAttachment } from './attachment.ts';

/** A RequestAuthentication: which tokens are understood. A request without any passes. */
export interface RequestAuthentication {
  readonly item: Item;
  readonly namespace: string;
  readonly name: string;
  readonly attachment: Attachment;
  readonly rules: readonly JwtRule[];
  readonly age: Age;
}

/** One entry of `jwtRules`. */
export interface JwtRule {
  readonly issuer: string;
  /** None: any. */
  readonly audiences: readonly string[];
  /** Where the token is looked for; without any the header `Authorization` and the query parameter `access_token`. */
  readonly places: readonly TokenPlace[];
  readonly forwardsToken: boolean;
  readonly payloadHeader: string;
  readonly claimHeaders: readonly { readonly header: string; readonly claim: string }[];
  readonly spaceDelimitedClaims: readonly string[];
  readonly field: Field;
}

export interface TokenPlace {
  readonly kind: 'header' | 'parameter' | 'cookie';
  readonly name: string;
  /** In front of the token, in a header. */
  readonly prefix: string;
}

/** Where tokens are looked for by default. */
export const usualPlaces: readonly TokenPlace[] = [
  { kind: 'header', name: 'authorization', prefix: 'Bearer ' },
  { kind: 'parameter', name: 'access_token', prefix: '' },
];

export function readRequestAuthentication(item: Item, namespace: string): RequestAuthentication {
  const spec = asRecord(item.object.spec);
  const root: Field = { item, path: ['spec'] };
  return {
    item,
    namespace,
    name: item.id.name,
    attachment: readAttachment(spec, namespace),
    rules: asList(spec.jwtRules).map((rule, index) => readRule(rule, below(root, 'jwtRules', index))),
    age: ageOf(item, namespace),
  };
}

function readRule(value: unknown, field: Field): JwtRule {
  const rule = asRecord(value);
  const headers = asList(rule.fromHeaders).map(asRecord);
  const places: readonly TokenPlace[] = [
    ...headers.map(({ name, prefix }) => ({ kind: 'header' as const, name: asText(name).toLowerCase(), prefix: asText(prefix) })),
    ...asTexts(rule.fromParams).map((name) => ({ kind: 'parameter' as const, name, prefix: '' })),
    ...asTexts(rule.fromCookies).map((name) => ({ kind: 'cookie' as const, name, prefix: '' })),
  ];
  return {
    issuer: asText(rule.issuer),
    audiences: asTexts(rule.audiences),
    places: places.length > 0 ? places : usualPlaces,
    forwardsToken: rule.forwardOriginalToken === true,
    payloadHeader: asText(rule.outputPayloadToHeader).toLowerCase(),
    claimHeaders: asList(rule.outputClaimToHeaders)
      .map(asRecord)
      .map(({ header, claim }) => ({ header: asText(header).toLowerCase(), claim: asText(claim) })),
    spaceDelimitedClaims: [...asTexts(rule.spaceDelimitedClaims), 'scope', 'permission'],
    field,
  };
}
