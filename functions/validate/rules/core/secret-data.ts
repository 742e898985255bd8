import type { Item } from '../../../krm/item.ts';
import { asRecord } from '../../../mesh/loose.ts';
import type { Finding, Rule } from '../../rule.ts';
import { at, isSet, keysOf, rootOf, type Spot, text, wrong } from '../../spot.ts';
import { dataEntry } from '../../spots/entries-of-data.ts';

export const secretData: Rule = {
  code: 'GI1915',
  name: 'secret-data',
  severity: 'error',
  summary: 'A Secret of a type must have the keys of that type, and keys must be file names.',
  why: 'the API server refuses the object',
  fix: 'add `tls.crt` and `tls.key`',
  source: 'kubernetes/kubernetes, pkg/apis/core/validation/validation.go (ValidateSecret)',
  *check(world) {
    for (const secret of world.ofKind('', 'Secret')) yield* registryFindings(secret);
    for (const secret of world.ofKind('', 'Secret').map(rootOf)) {
      const keys = [...keysOf(at(secret, 'data')), ...keysOf(at(secret, 'stringData'))].map(({ key }) => key);
      for (const key of neededKeys[text(at(secret, 'type'))] ?? [])
        if (!keys.includes(key))
          yield wrong(
            isSet(at(secret, 'data')) ? at(secret, 'data') : at(secret, 'stringData'),
            `must have \`${key}\` when \`type\` is ${text(at(secret, 'type'))}`,
          );
    }
    for (const item of [...world.ofKind('', 'Secret'), ...world.ofKind('', 'ConfigMap')])
      for (const name of ['data', 'stringData', 'binaryData'])
        if (!haveFileNames(item.object[name])) yield* nameFindings(at(rootOf(item), name));
  },
};

const isFileName = (key: string): boolean => /^[-._a-zA-Z0-9]{1,253}$/.test(key) && key !== '.' && !key.startsWith('..');

/** Nearly all have: places are made for the others only. */
function haveFileNames(data: unknown): boolean {
  for (const key in asRecord(data)) if (!isFileName(key)) return false;
  return true;
}

function* nameFindings(data: Spot): Iterable<Finding> {
  for (const entry of keysOf(data))
    if (!isFileName(entry.key)) yield wrong(entry, `must have a file name as key, not ${JSON.stringify(entry.key)}`);
}

const neededKeys: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
};

function* registryFindings(secret: Item): Iterable<Finding> {
  const entry = secret.object.type === 'kubernetes.io/dockerconfigjson' ? dataEntry(secret, '.dockerconfigjson') : undefined;
  if (entry !== undefined && !isJsonObject(entry.content)) yield wrong(entry.spot, 'must be a JSON object');
}

function isJsonObject(written: string): boolean {
  try {
    const value: unknown = JSON.parse(written);
    return value === null || (typeof value === 'object' && !Array.isArray(value));
  } catch {
    return false;
  }
}
