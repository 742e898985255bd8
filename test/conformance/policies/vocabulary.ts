/** Values that fit some of the requests and not others. */
export const issuers = ['https://login.example.com', 'https://staff.example.com'];
export const audiences = ['api', 'https://web', 'mobile'];

export const addresses = ['198.51.100.7', '203.0.113.9'];
export const paths = ['/', '/a', '/a/b', '/a/b/c?x=1', '/admin/', '/A', '/a%2Fb', '//a'];
export const methods = ['GET', 'POST', 'DELETE'];
export const teams = ['red', 'blue', ''];

/** Sources of an AuthorizationPolicy: field → values. */
export const sources: Readonly<Record<string, readonly string[]>> = {
  principals: ['cluster.local/ns/shop/sa/client', '*', '*/sa/robot', 'cluster.local/ns/pay/*', 'cluster.local/ns/shop/sa/default'],
  requestPrincipals: ['*', 'https://login.example.com/ann', 'https://staff.example.com/*', '*/bob'],
  namespaces: ['shop', 'pay', 'p*', '*hop', 'istio-system'],
  remoteIpBlocks: ['198.51.100.0/24', '203.0.113.9', '10.0.0.0/8'],
  ipBlocks: ['198.51.100.7', '203.0.113.0/24'],
};

/** Operations: field → values. */
export const targets: Readonly<Record<string, readonly string[]>> = {
  methods: ['GET', 'POST', 'P*', '*'],
  paths: ['/', '/a', '/a/*', '/a*', '*/c', '*', '/{*}/b', '/a/{**}', '/admin/'],
  hosts: ['cart.example.com', '*.example.com', 'Cart.Example.com', 'cart.shop:8080', '*:8080', 'bank.pay.svc.cluster.local:8080'],
  ports: ['8080', '9000', '80'],
};

export const whens: readonly { readonly key: string; readonly values: readonly string[] }[] = [
  { key: 'request.headers[x-team]', values: ['red', 'b*', '*', 'ann', 'owner'] },
  { key: 'request.headers[X-Team]', values: ['red', 'blue'] },
  { key: 'request.auth.claims[groups]', values: ['admin', 'dev*', '*'] },
  { key: 'request.auth.claims[nested][role]', values: ['owner'] },
  { key: 'request.auth.audiences', values: audiences },
  { key: 'request.auth.principal', values: ['https://login.example.com/ann', '*'] },
  { key: 'source.namespace', values: ['shop', 'pay', 'legacy'] },
  { key: 'source.principal', values: ['cluster.local/ns/pay/sa/robot', '*'] },
  { key: 'remote.ip', values: ['198.51.100.7', '203.0.113.0/24'] },
  { key: 'destination.port', values: ['8080', '9000'] },
];

/** Claims of tokens that requests carry. */
export const tokens: readonly Readonly<Record<string, unknown>>[] = [
  { iss: 'https://login.example.com', sub: 'ann', aud: 'api', groups: ['admin', 'dev-1'] },
  { iss: 'https://login.example.com', sub: 'bob', aud: ['web', 'mobile'], groups: 'dev-2', nested: { role: 'owner' } },
  { iss: 'https://staff.example.com', sub: 'bob', aud: 'https://web/' },
  { iss: 'https://nobody.example.com', sub: 'eve', aud: 'api' },
];

/** Claims that routes look at. */
export const claims: readonly { readonly key: string; readonly match: object }[] = [
  { key: '.sub', match: { exact: 'ann' } },
  { key: '.groups', match: { exact: 'admin' } },
  { key: '[nested][role]', match: { prefix: 'own' } },
  { key: '.aud', match: { regex: 'mob.*' } },
  { key: '.iss', match: { prefix: 'https://login' } },
];

/** What a client or a proxy in front may have written into X-Forwarded-For. */
export const forwarded = ['203.0.113.9', '198.51.100.7', '192.0.2.1, 203.0.113.9', '198.51.100.7,10.1.2.3', ''];
