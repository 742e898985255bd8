import type { Severity } from './diagnostic.ts';

/** What one kind of finding is, the same for everybody who meets it. A finding adds the case at hand. */
export interface Code {
  /** `GI` and four digits; never given to anything else again. */
  readonly code: string;
  /** kebab-case. */
  readonly name: string;
  readonly severity: Severity;
  /** One sentence: what must hold. */
  readonly summary: string;
  /** What happens otherwise. */
  readonly why: string;
  /** An imperative that mends the usual case. */
  readonly fix: string;
}

/** Every finding that is not a rule of `validate/`, in code order. */
export const codes = [
  // 00: input and hosts
  {
    code: 'GI0001',
    name: 'no-input',
    severity: 'error',
    summary: 'There must be something to read.',
    why: 'an empty answer to an empty input would make the host delete everything',
    fix: 'send a ResourceList on stdin, or name a folder: `gateway-intent render DIR`',
  },
  {
    code: 'GI0002',
    name: 'not-a-resource-list',
    severity: 'error',
    summary: 'The input on stdin must be one ResourceList.',
    why: 'kpt and Kustomize speak ResourceList on stdin; anything else would be answered with nothing, which deletes everything',
    fix: 'use `gateway-intent render DIR` for plain manifests, or wrap them with `kpt fn source DIR`',
  },
  {
    code: 'GI0003',
    name: 'yaml-syntax',
    severity: 'error',
    summary: 'Every document must be well-formed YAML or JSON.',
    why: 'nothing can be known about a document that cannot be read',
    fix: 'correct the syntax at this place',
  },
  {
    code: 'GI0004',
    name: 'not-utf-8',
    severity: 'error',
    summary: 'Input must be text in UTF-8.',
    why: 'kubectl and the API server read manifests as UTF-8 only; other bytes would be changed on the way',
    fix: 'save the file as UTF-8',
  },
  {
    code: 'GI0005',
    name: 'duplicate-key',
    severity: 'error',
    summary: 'A key must be written once in a map.',
    why: 'readers keep one of the two values and do not agree which; the API server refuses it',
    fix: 'delete one of the two entries',
  },
  {
    code: 'GI0006',
    name: 'too-many-aliases',
    severity: 'error',
    summary: 'Aliases must not multiply a document beyond measure.',
    why: 'a few lines of nested aliases grow to gigabytes when they are read',
    fix: 'write the values out instead of nesting aliases',
  },
  {
    code: 'GI0007',
    name: 'unsafe-key',
    severity: 'error',
    summary: 'The key `__proto__` must not be used.',
    why: 'it names no field of any Kubernetes object and is used to attack programs that read it',
    fix: 'delete this key',
  },
  {
    code: 'GI0008',
    name: 'not-an-object',
    severity: 'error',
    summary: 'Every item must have `apiVersion`, `kind` and `metadata.name`.',
    why: 'an item without them is no Kubernetes object; kpt refuses the whole list',
    fix: 'add what is missing, or keep this document out of the package (`.krmignore`)',
  },
  {
    code: 'GI0009',
    name: 'resource-list-field',
    severity: 'error',
    summary: '`items` and `results` of a ResourceList must be lists, `functionConfig` an object.',
    why: 'the host that wrote them means something else than this function would read',
    fix: 'correct the program that writes this ResourceList',
  },
  {
    code: 'GI0010',
    name: 'too-large',
    severity: 'error',
    summary: 'Input must not be larger than 64 MiB.',
    why: 'a gateway package has a few thousand objects; more is a mistake in what was sent',
    fix: 'render the packages one by one',
  },
  {
    code: 'GI0011',
    name: 'duplicate-object',
    severity: 'warning',
    summary: 'An object should be written once.',
    why: 'the one that is applied last replaces the other, and Kustomize refuses both',
    fix: 'delete one of the two',
  },
  {
    code: 'GI0012',
    name: 'emit-none-outside-kustomize',
    severity: 'error',
    summary: '`emit: none` must be used under `validators:` of a kustomization only.',
    why: 'every other host takes the empty answer as an order to delete all resources',
    fix: 'remove `emit: none` from the function config',
  },
  // 01: schema
  {
    code: 'GI0101',
    name: 'unknown-field',
    severity: 'error',
    summary: 'Every field of an intent must be one of the API.',
    why: 'a misspelt field would be ignored, and its default would hold instead',
    fix: 'correct the name; docs/reference/gateway-intent.md lists all fields',
  },
  {
    code: 'GI0102',
    name: 'missing-field',
    severity: 'error',
    summary: 'Required fields must be set.',
    why: 'there is no default for it',
    fix: 'add the field',
  },
  {
    code: 'GI0103',
    name: 'wrong-type',
    severity: 'error',
    summary: 'Every field must have the type that the API gives it.',
    why: 'the value cannot be understood',
    fix: 'write a value of the right type',
  },
  {
    code: 'GI0104',
    name: 'bad-value',
    severity: 'error',
    summary: 'Every value must be one that its field allows.',
    why: 'what would be generated from it is refused by the API server or by the proxies',
    fix: 'correct the value',
  },
  {
    code: 'GI0105',
    name: 'fields-together',
    severity: 'error',
    summary: 'Fields that exclude or need each other must be set accordingly.',
    why: 'it cannot be known which of them is meant',
    fix: 'set the fields as the message says',
  },
  {
    code: 'GI0106',
    name: 'newer-version',
    severity: 'error',
    summary: 'An intent must not need a newer gateway-intent than the one that reads it.',
    why: 'fields that an older version does not know would be left out of the result',
    fix: 'update gateway-intent',
  },
  {
    code: 'GI0107',
    name: 'bad-host',
    severity: 'error',
    summary: 'Host names must be written as they appear in DNS and in certificates.',
    why: 'proxies compare host names in lower-case ASCII form, without scheme, port or trailing dot',
    fix: 'write the ASCII form in lower case',
  },
  {
    code: 'GI0108',
    name: 'intent-twice',
    severity: 'error',
    summary: 'An intent must have a name of its own in its namespace.',
    why: 'it could not be known which of the two owns an object',
    fix: 'rename one of the two',
  },
  // 07: ownership
  {
    code: 'GI0701',
    name: 'object-exists',
    severity: 'error',
    summary: 'A generated object must not replace one that the intents do not own.',
    why: 'somebody wrote that object and would lose it',
    fix: 'delete or rename the existing object, or rename what the intent declares',
  },
  {
    code: 'GI0702',
    name: 'hand-edited',
    severity: 'error',
    summary: 'A generated object must not be edited by hand.',
    why: 'rendering again would lose the edit',
    fix: 'revert the edit, move it to `spec.patches` of the intent, or take the object over with `gateway-intent eject`',
  },
  {
    code: 'GI0703',
    name: 'intent-gone',
    severity: 'info',
    summary: 'A generated object should have its intent beside it.',
    why: 'it is kept as it is, because an intent in another package may still want it',
    fix: 'delete the object if its intent was deleted',
  },
  {
    code: 'GI0704',
    name: 'shared-part-left',
    severity: 'warning',
    summary: 'All intents that share an object should be rendered together.',
    why: 'what the missing intent added is no longer in the object',
    fix: 'render from the package that holds all of them; nothing is to be done if the intent was deleted',
  },
  {
    code: 'GI0705',
    name: 'made-twice',
    severity: 'error',
    summary: 'Two intents must not make the same object.',
    why: 'one of the two would be lost',
    fix: 'rename one of the two gateways, hosts or names that lead to it',
  },
] as const satisfies readonly Code[];

export type CodeName = (typeof codes)[number]['code'];
