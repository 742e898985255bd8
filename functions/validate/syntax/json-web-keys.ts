/** The fields that each type of key must have; `d` makes a key private, and a symmetric key is secret as a whole. */
const requiredFields: Readonly<Record<string, readonly string[]>> = {
  RSA: ['e', 'n'],
  EC: ['crv', 'x', 'y'],
  OKP: ['crv', 'x'],
  oct: ['k'],
};
const curves = new Set(['Ed25519', 'Ed448', 'P-256', 'P-384', 'P-521', 'X25519', 'X448']);
const base64 = /^[A-Za-z0-9+/_-]+={0,2}$/;

type Loose = Readonly<Record<string, unknown>>;

export interface JsonWebKeys {
  /** What the text must be, where it is no set of keys. */
  readonly problem: string | undefined;
  /** Positions of the keys that must stay secret. */
  readonly secret: readonly number[];
}

/** Reads a JSON Web Key Set, or one key alone. */
export function readJsonWebKeys(text: string): JsonWebKeys {
  const parsed = parseObject(text);
  if (parsed === undefined) return { problem: 'must be a JSON Web Key Set, which is a JSON object', secret: [] };
  const keys = 'keys' in parsed ? (parsed.keys ?? []) : [parsed];
  if (!Array.isArray(keys)) return { problem: 'must be a JSON Web Key Set: `keys` must be a list', secret: [] };
  const problems = keys.map(keyProblem);
  const broken = problems.findIndex((problem) => problem !== undefined);
  if (broken >= 0) return { problem: `must be a JSON Web Key Set: key ${broken} ${problems[broken]}`, secret: [] };
  return { problem: undefined, secret: keys.flatMap((key: Loose, index) => ('d' in key || key.kty === 'oct' ? [index] : [])) };
}

function parseObject(text: string): Loose | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Loose) : undefined;
  } catch {
    return undefined;
  }
}

function keyProblem(key: unknown): string | undefined {
  if (key === null || typeof key !== 'object' || Array.isArray(key)) return 'must be an object';
  const record = key as Loose;
  const required = Object.hasOwn(requiredFields, String(record.kty)) ? requiredFields[String(record.kty)] : undefined;
  if (required === undefined) return `must have \`kty\` RSA, EC, OKP or oct, not ${JSON.stringify(record.kty)}`;
  const missing = required.find((name) => record[name] === undefined);
  if (missing !== undefined) return `must have \`${missing}\``;
  if (required.includes('crv') && !curves.has(String(record.crv))) return `must have a known curve, not ${JSON.stringify(record.crv)}`;
  const broken = [...required, 'd'].find((name) => name !== 'crv' && record[name] !== undefined && !base64.test(String(record[name])));
  return broken === undefined ? undefined : `must have Base64 in \`${broken}\``;
}
