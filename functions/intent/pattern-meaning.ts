interface Meaning {
  readonly must: string;
  readonly fix: string;
}

/** What the patterns of the schema mean, by a part that only they have. */
const meanings: readonly (readonly [part: string, meaning: Meaning])[] = [
  [
    '[0-9A-Fa-f]{2}',
    {
      must: 'a SHA-256: of a certificate in hexadecimal, or of its public key in base64',
      fix: 'take it from `openssl x509 -noout -fingerprint -sha256`',
    },
  ],
  ['(h|m|s|ms)', { must: 'a duration such as `300ms`, `15s` or `1h30m`', fix: 'write a number and a unit: `15s`' }],
  ['(h|m|s))', { must: 'a duration in whole seconds such as `15s` or `24h`', fix: 'write a number and a unit: `15s`' }],
  [
    '(http|https|tls|',
    {
      must: 'a URL such as `https://api.example.com` or `tcp://db.example.com:5432`, without a path',
      fix: 'write `scheme://host` or `scheme://host:port`, with a port up to 65535',
    },
  ],
  ['^[A-Za-z0-9_]', { must: 'a host alone, without scheme and path', fix: 'write the name, such as `www.example.com`' }],
  [
    '|6553[0-5]))?$',
    { must: '`service[.namespace][:port]`', fix: 'write it as `frontend:8080` or `frontend.shop:8080`, with a port up to 65535' },
  ],
  [
    ')?/)?[a-z0-9]',
    { must: '`name` or `namespace/name`', fix: 'write the name of the gateway, with its namespace in front when it is another one' },
  ],
  ['|\\*)$', { must: 'a namespace or `*`', fix: 'use lower-case letters, digits and `-`' }],
  ['^https?://', { must: 'a URL with `http://` or `https://`', fix: 'write the whole URL' }],
  ['(/|$)', { must: 'a JSON pointer such as `/spec/replicas`', fix: 'begin it with `/`' }],
  ['^[/*]', { must: 'a path that begins with `/`, or with `*`', fix: 'begin it with `/`' }],
  ['^/', { must: 'a path that begins with `/`', fix: 'begin it with `/`' }],
  ['^[0-9]+\\.', { must: 'a version such as `1.27`', fix: 'write major and minor version in quotes: "1.27"' }],
  [
    '^[a-z]',
    { must: 'a name of lower-case letters, digits and `-` that begins with a letter', fix: 'use lower-case letters, digits and `-`' },
  ],
  ['[-a-z0-9]*', { must: 'a name of lower-case letters, digits and `-`', fix: 'use lower-case letters, digits and `-`' }],
];

/** A pattern of the schema in words. */
export function patternMeaning(pattern: string): Meaning {
  return (
    meanings.find(([part]) => pattern.includes(part))?.[1] ?? { must: `what the pattern \`${pattern}\` allows`, fix: 'correct the value' }
  );
}
