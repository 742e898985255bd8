import * as assert from 'uvu/assert';
import { envoyVariables, logVariables, optionsOf, withLength } from '../../../functions/mesh/routes/envoy-variables.ts';
import { variableProblem } from '../../../functions/mesh/routes/header-variables.ts';
import { suite } from '../../suite.ts';
import { validateEnvoy } from '../judges/envoy.ts';

const manager = 'type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager';
const router = 'type.googleapis.com/envoy.extensions.filters.http.router.v3.Router';

/** The same, in the format of an access log; `withoutQuery`: with the extension for `REQ_WITHOUT_QUERY`. */
function judgeLog(format: string, withoutQuery = false): Promise<string | undefined> {
  const type = 'type.googleapis.com/envoy.extensions.formatter.req_without_query.v3.ReqWithoutQuery';
  const formatters = withoutQuery ? [{ name: 'envoy.formatter.req_without_query', typed_config: { '@type': type } }] : [];
  const log = {
    '@type': 'type.googleapis.com/envoy.extensions.access_loggers.file.v3.FileAccessLog',
    path: '/dev/null',
    log_format: { text_format_source: { inline_string: format }, formatters },
  };
  const settings = {
    '@type': manager,
    stat_prefix: 'log',
    http_filters: [{ name: 'router', typed_config: { '@type': router } }],
    route_config: {},
    access_log: [{ name: 'file', typed_config: log }],
  };
  const address = { socket_address: { address: '127.0.0.1', port_value: 1 } };
  return validateEnvoy({
    static_resources: { listeners: [{ address, filter_chains: [{ filters: [{ name: 'http', typed_config: settings }] }] }] },
  });
}

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
const cut = [...envoyVariables].flatMap(([name, brackets]) =>
  withLength.has(name) ? [brackets === 'needed' ? `%${name}(${inside[name] ?? 'x'}):5%` : `%${name}:5%`] : [],
);
const options = [...optionsOf].flatMap(([name, [first = [], second = []]]) =>
  first.flatMap((word) => [`%${name}(${word})%`, ...second.map((other) => `%${name}(${word}:${other})%`)]),
);
const others = [
  ...options,
  ...cut,
  'a %% b',
  'at %START_TIME(%Y/%m/%d)%',
  '%REQ(a?b):10%',
  '%DYNAMIC_METADATA(["a", "b"])%',
  '(%HOSTNAME%)%%',
];
const refused = [
  '%PATH(x)%',
  '%PATH(NQ:x)%',
  '%REQUESTED_SERVER_NAME(HOST)%',
  '%GRPC_STATUS(Number)%',
  '%QUERY_PARAMS(x)%',
  '%PROTOCOL:3%',
  '%START_TIME:3%',
  '100%',
  '%NAME%',
  '%req(a)%',
  '%REQ%',
  '%REQ()%',
  '%PROTOCOL(2)%',
  'a%20b',
  '5% and 6%',
  '%REQ (a)%',
  '%HOSTNAME%%',
];

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
  async 'access logs have the same ones, but for two'() {
    const log = [...written, ...others].filter((value) => !value.includes('PER_REQUEST_STATE')).join(' ');
    assert.is(variableProblem(log, logVariables(false)), undefined);
    assert.is(await judgeLog(log), undefined);
    for (const [format, withoutQuery] of [
      ['%REQ_WITHOUT_QUERY(a):3%', false],
      ['%PER_REQUEST_STATE(x)%', false],
      ...refused.map((value) => [value, true]),
    ] as [string, boolean][]) {
      assert.ok(variableProblem(format, logVariables(withoutQuery)) !== undefined, format);
      assert.ok((await judgeLog(format, withoutQuery)) !== undefined, `Envoy takes ${format}`);
    }
    assert.is(variableProblem('%REQ_WITHOUT_QUERY(a):3%', logVariables(true)), undefined);
    assert.is(await judgeLog('%REQ_WITHOUT_QUERY(a):3%', true), undefined);
  },
});
