import * as assert from 'uvu/assert';
import { intersection, isSubsetOf, overlaps, withoutPort } from '../../functions/hosts/host-name.ts';
import { hostIndex } from '../../functions/mesh/hosts/host-index.ts';
import { hostSet } from '../../functions/mesh/hosts/host-set.ts';
import { aliasesOfService, qualifyGateway, qualifyHost, scopedHost } from '../../functions/mesh/hosts/qualify.ts';
import { suite } from '../suite.ts';

suite('host names', {
  'a wildcard covers any depth below it, and not the name itself'() {
    assert.ok(isSubsetOf('a.b.example.com', '*.example.com'));
    assert.not.ok(isSubsetOf('example.com', '*.example.com'));
    assert.ok(isSubsetOf('*.b.example.com', '*.example.com'));
    assert.not.ok(isSubsetOf('*.example.com', '*.b.example.com'));
    assert.ok(isSubsetOf('anything', '*'));
  },
  'two wildcards overlap where one is inside the other'() {
    assert.ok(overlaps('*.com', '*.example.com'));
    assert.not.ok(overlaps('*.org', '*.example.com'));
  },
  'what two lists share is the narrower name of each pair'() {
    assert.equal(intersection(['*.example.com', 'a.org'], ['x.example.com', '*.org', 'b.net']), ['x.example.com', 'a.org']);
  },
  'a host set serves only the namespace that an entry names'() {
    const hosts = hostSet([
      scopedHost('shop/*.example.com', 'ingress'),
      scopedHost('./own.example.com', 'ingress'),
      scopedHost('*/open.org', 'x'),
    ]);
    assert.equal(hosts.intersect(['a.example.com'], 'shop'), ['a.example.com']);
    assert.equal(hosts.intersect(['a.example.com'], 'bank'), []);
    assert.equal(hosts.intersect(['own.example.com'], 'ingress'), ['own.example.com']);
    assert.equal(hosts.intersect(['*'], 'bank'), ['open.org']);
  },
  'the most specific host is found, a name before any wildcard'() {
    const index = hostIndex([
      ['*', 'all'],
      ['*.com', 'com'],
      ['*.example.com', 'example'],
      ['x.example.com', 'x'],
    ]);
    assert.is(index.find('x.example.com')?.value, 'x');
    assert.is(index.find('y.example.com')?.value, 'example');
    assert.is(index.find('*.example.com')?.value, 'example');
    assert.is(index.find('example.com')?.value, 'com');
    assert.is(index.find('localhost')?.value, 'all');
    assert.equal(index.covering('x.example.com'), ['x', 'example', 'com', 'all']);
  },
  'only a name without dots is completed'() {
    assert.is(qualifyHost('reviews', 'shop', 'cluster.local'), 'reviews.shop.svc.cluster.local');
    assert.is(qualifyHost('reviews.shop', 'bank', 'cluster.local'), 'reviews.shop');
    assert.is(qualifyHost('10.0.0.1', 'shop', 'cluster.local'), '10.0.0.1');
  },
  'a gateway without a namespace lies beside the object that names it'() {
    assert.is(qualifyGateway('web', 'shop'), 'shop/web');
    assert.is(qualifyGateway('./web', 'shop'), 'shop/web');
    assert.is(qualifyGateway('infra/web', 'shop'), 'infra/web');
    assert.is(qualifyGateway('web.infra.svc.cluster.local', 'shop'), 'infra/web');
    assert.is(qualifyGateway('mesh', 'shop'), 'mesh');
  },
  'pods call a Service of their own namespace by its bare name'() {
    assert.equal(aliasesOfService('web.shop.svc.cluster.local', 'shop', 'cluster.local'), ['web.shop.svc', 'web.shop', 'web']);
    assert.equal(aliasesOfService('web.shop.svc.cluster.local', 'bank', 'cluster.local'), ['web.shop.svc', 'web.shop']);
  },
  'a port is taken off, brackets too'() {
    assert.is(withoutPort('example.com:8080'), 'example.com');
    assert.is(withoutPort('[::1]:80'), '::1');
    assert.is(withoutPort('::1'), '::1');
  },
});
