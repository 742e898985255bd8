import * as assert from 'uvu/assert';
import { envoyVariables } from '../../../functions/mesh/routes/envoy-variables.ts';
import { variableProblem } from '../../../functions/mesh/routes/header-variables.ts';
import { suite } from '../../suite.ts';
import { validateEnvoy } from '../judges/envoy.ts';

const manager = 'type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager';
const router = 'type.googleapis.com/envoy.extensions.filters.http.router.v3.Router';

/** What Envoy says of header values; `undefined`: it takes them all. */
function judge(values: readonly string[]): Promise<string | undefined> {
  const headers = values.map((value, index) => ({ header: { key: `x-${index}`, value } }));
  const route = { match: { prefix: '/' }, direct_response: { status: 200 }, response_headers_to_add: headers };
  const settings = {
    '@type': manager,
    stat_prefix: 'values',
    http_filters: [{ name: 'router', typed_config: { '@type': router } }],
    route_config: { virtual_hosts: [{ name: 'any', domains: ['*'], routes: [route] }] },
  };
  const filter_chains = [{ filters: [{ name: 'http', typed_config: settings }] }];
  const address = { socket_address: { address: '127.0.0.1', port_value: 1 } };
  return validateEnvoy({ static_resources: { listeners: [{ name: 'values', address, filter_chains }] } });
}

/** What some variables need to have in their brackets. */
const inside: Readonly<Record<string, string>> = {
  COALESCE: '{"operators":["HOSTNAME"]}',
  COMMON_DURATION: 'DS_RX_BEG:US_RX_BEG:ms',
  METADATA: 'ROUTE:a:b',
};

const written = [...envoyVariables].map(([name, brackets]) => (brackets === 'needed' ? `%${name}(${inside[name] ?? 'x'})%` : `%${name}%`));
const others = ['a %% b', 'at %START_TIME(%Y/%m/%d)%', '%REQ(a?b):10%', '%DYNAMIC_METADATA(["a", "b"])%', '(%HOSTNAME%)%%'];
const refused = ['100%', '%NAME%', '%req(a)%', '%REQ%', '%REQ()%', '%PROTOCOL(2)%', 'a%20b', '5% and 6%', '%REQ (a)%', '%HOSTNAME%%'];

suite('header values: variables, as Envoy reads them', {
  async 'those that are taken'() {
    assert.equal(
      [...written, ...others].filter((value) => variableProblem(value) !== undefined),
      [],
    );
    assert.is(await judge([...written, ...others]), undefined);
  },
  async 'those that are refused'() {
    for (const value of refused) {
      assert.ok(variableProblem(value) !== undefined, value);
      assert.ok((await judge([value])) !== undefined, `Envoy takes ${value}`);
    }
  },
});
